"""What a telephone takes: a timesheet on a desk, a building site."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from contacts.demo.parties import Dice

SHEET = (780, 1040)
INK = (32, 52, 140)
HOURS = ("06:00", "14:00", "0:30", "7,50"), ("06:00", "14:30", "0:30", "8,00"), ("07:00", "15:45", "0:45", "8,00")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "–": "-"})
DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa")
PLACES = (60, 150, 300, 450, 590)


def timesheet(dice: Dice, customer: str, worker: str, week: int) -> bytes:
    """A filled-in form, a little askew on a desk."""
    sheet = Image.new("RGB", SHEET, (247, 245, 238))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, SHEET[0], 92), fill=(26, 82, 140))
    draw.text((40, 26), "STUNDENNACHWEIS", "white", _font(36))
    draw.text((560, 36), "Kompass GmbH", (200, 215, 235), _font(22))
    for line, (label, value) in enumerate((("Kunde", customer), ("Name", worker), ("Woche", f"KW {week}"))):
        y = 124 + 58 * line
        draw.text((40, y), label, (90, 90, 90), _font(20))
        draw.line((150, y + 30, 740, y + 30), (150, 150, 150), 2)
        _by_hand(draw, dice, (158, y - 6), value[:34], 29)
    _table(draw, dice, 320)
    draw.text((40, 930), "Unterschrift Kunde", (90, 90, 90), _font(18))
    draw.line((230, 950, 700, 950), (120, 120, 120), 2)
    _signature(draw, dice, 280, 925)
    return _jpeg(_on_a_desk(sheet, dice))


def _table(draw: ImageDraw.ImageDraw, dice: Dice, top: int) -> None:
    for place, head in zip(PLACES, ("Tag", "Beginn", "Ende", "Pause", "Stunden"), strict=True):
        draw.text((place, top + 10), head, (60, 60, 60), _font(20))
    count = 5 + dice.chance(0.3)
    for row in range(len(DAYS) + 2):
        draw.line((40, top + 62 * row, 740, top + 62 * row), (170, 170, 170), 2)
    for row in range(count):
        y = top + 62 * (row + 1) + 8
        draw.text((PLACES[0], y + 6), DAYS[row], (60, 60, 60), _font(22))
        for place, value in zip(PLACES[1:], dice.one(HOURS), strict=True):
            _by_hand(draw, dice, (place, y), value, 30)
    _by_hand(draw, dice, (PLACES[4] - 20, top + 62 * 7 + 14), f"= {count * 8 - 1},50", 32)


def _by_hand(draw: ImageDraw.ImageDraw, dice: Dice, at: tuple[int, int], words: str, size: int) -> None:
    """No two letters on one line; the font that Pillow brings along has no umlauts."""
    x, y = float(at[0]), at[1]
    for letter in words.translate(_SPELT_OUT).encode("ascii", "ignore").decode():
        font = _font(size + dice.below(3))
        draw.text((x, y + dice.below(5) - 2), letter, INK, font)
        x += font.getlength(letter) * 0.97


def _signature(draw: ImageDraw.ImageDraw, dice: Dice, x: int, y: int) -> None:
    points = [(x + 16 * step, y + dice.below(56) - 34) for step in range(18)]
    draw.line(points, INK, 4, joint="curve")


def _on_a_desk(sheet: Image.Image, dice: Dice) -> Image.Image:
    brown = (96 + dice.below(40), 70 + dice.below(24), 48)
    desk = Image.new("RGB", (900, 1200), brown)
    grain = ImageDraw.Draw(desk)
    for _plank in range(60):
        y, shade = dice.below(1200), dice.below(18) - 9
        grain.line((0, y, 900, y + dice.below(30) - 15), tuple(part + shade for part in brown), 3)
    turned = sheet.convert("RGBA").rotate(dice.below(7) - 3.2, Image.Resampling.BICUBIC, expand=True)
    shadow = Image.new("RGBA", turned.size, (20, 14, 10, 0))
    shadow.putalpha(turned.getchannel("A").point(lambda value: value // 2))
    for what, x, y in ((shadow, 46, 66), (turned, 30, 50)):
        desk.paste(what, (x, y), what)
    return Image.blend(desk, _light(desk.size), 0.2)


def _light(size: tuple[int, int]) -> Image.Image:
    """From a lamp on one side."""
    gradient = Image.linear_gradient("L").rotate(90).resize(size)
    return Image.merge("RGB", (gradient, gradient, gradient))


def building_site(dice: Dice, storeys: int) -> bytes:
    """A shell under a crane; with more storeys, some weeks later."""
    picture = Image.new("RGB", (1200, 900))
    draw = ImageDraw.Draw(picture)
    blue = 205 + dice.below(30)
    for y in range(650):
        draw.line((0, y, 1200, y), (120 + y // 7, 165 + y // 10, blue))
    for _cloud in range(4):
        x, y = dice.below(1100), 40 + dice.below(180)
        for puff in range(5):
            draw.ellipse((x + 46 * puff, y + dice.below(26), x + 46 * puff + 120, y + 66), (236, 240, 245))
    picture = picture.filter(ImageFilter.GaussianBlur(5))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 650, 1200, 900), (142, 118, 88))
    for _clod in range(140):
        x, y = dice.below(1200), 655 + dice.below(240)
        draw.ellipse((x, y, x + 10 + dice.below(70), y + 6 + dice.below(14)), (128 + dice.below(30), 104, 78))
    _crane(draw, 180 + dice.below(80))
    _shell(draw, storeys)
    _fence(draw)
    noise = Image.effect_noise(picture.size, 26).convert("RGB")
    return _jpeg(Image.blend(picture.filter(ImageFilter.GaussianBlur(0.7)), noise, 0.07))


def _crane(draw: ImageDraw.ImageDraw, x: int) -> None:
    yellow = (228, 176, 32)
    for step in range(14):
        y = 660 - 40 * step
        draw.line((x, y, x + 34, y - 40), yellow, 4)
        draw.line((x + 34, y, x, y - 40), yellow, 4)
    draw.line((x, 660, x, 96), yellow, 7)
    draw.line((x + 34, 660, x + 34, 96), yellow, 7)
    draw.line((x - 120, 100, x + 780, 100), yellow, 9)
    draw.line((x - 120, 100, x + 17, 50, x + 780, 100), yellow, 4)
    draw.rectangle((x - 120, 100, x - 60, 150), (120, 120, 124))
    draw.line((x + 560, 100, x + 560, 240), (40, 40, 40), 3)
    draw.rectangle((x + 510, 240, x + 610, 262), (150, 96, 50))


def _shell(draw: ImageDraw.ImageDraw, storeys: int) -> None:
    for storey in range(storeys):
        y = 690 - 84 * storey
        draw.rectangle((420, y - 84, 1040, y), (176, 174, 168))
        draw.rectangle((420, y - 84, 1060, y - 72), (150, 148, 143))
        for window in range(6):
            x = 446 + 100 * window
            draw.rectangle((x, y - 60, x + 56, y - 14), (64, 70, 78))
    top = 690 - 84 * storeys
    for pole in range(8):
        x = 408 + 92 * pole
        draw.line((x, 700, x, top - 44), (96, 102, 110), 5)
    for storey in range(storeys + 1):
        draw.line((404, 690 - 84 * storey - 30, 1056, 690 - 84 * storey - 30), (170, 120, 60), 6)


def _fence(draw: ImageDraw.ImageDraw) -> None:
    for place in range(9):
        x = 150 * place - 30
        draw.rectangle((x, 742, x + 142, 862), outline=(206, 208, 212), width=4)
        for wire in range(1, 10):
            draw.line((x + 14 * wire, 742, x + 14 * wire, 862), (196, 198, 202), 1)
    draw.rectangle((520, 764, 672, 846), (240, 200, 30))
    draw.text((534, 774), "Betreten der", (20, 20, 20), _font(22))
    draw.text((534, 806), "Baustelle verboten", (20, 20, 20), _font(16))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if size not in _FONTS:
        _FONTS[size] = ImageFont.load_default(size)
    return _FONTS[size]


_FONTS: dict[int, ImageFont.FreeTypeFont | ImageFont.ImageFont] = {}


def _jpeg(picture: Image.Image) -> bytes:
    answer = BytesIO()
    picture.save(answer, "JPEG", quality=72)
    return answer.getvalue()
