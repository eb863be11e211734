"""What is said about cells and records, in the words of people."""

from django.utils.translation import gettext_lazy as _

from lists.imports.kinds import Sentence

# Beside the number of lines.
PROPOSALS = {"email_proposed": _("E-mails that were probably meant otherwise (info at …)")}

READING_SENTENCES = {
    "too_long": Sentence(_("%(column)s: longer than %(most)s characters, left out.")),
    "email_proposed": Sentence(_("%(column)s: “%(value)s” left out. Did they mean %(meant)s?")),
    "email_read_as": Sentence(_("%(column)s: “%(value)s” is read as %(meant)s.")),
    "email_wrong": Sentence(_("%(column)s: “%(value)s” is not an e-mail address, left out.")),
    "phone_wrong": Sentence(_("%(column)s: “%(value)s” is not a telephone number, left out.")),
    "phone_as_typed": Sentence(_("%(column)s: “%(value)s” is not a complete telephone number, taken as it is.")),
    "website_wrong": Sentence(_("%(column)s: “%(value)s” is not a web address, left out.")),
    "country_unknown": Sentence(_("%(column)s: “%(value)s” is not a country that is known here, left out.")),
    "salutation_unknown": Sentence(_("%(column)s: “%(value)s” is not known here, left out.")),
    "tags_left_out": Sentence(
        _("%(column)s: at most %(most)s words of %(length)s characters each are taken, the others left out.")
    ),
    "date_wrong": Sentence(_("%(column)s: “%(value)s” is not a date, left out.")),
    "postcode_odd": Sentence(_("The postcode %(value)s does not look like one of this country; taken as it is.")),
}

SENTENCES = {
    **READING_SENTENCES,
    "no_name": Sentence(_("Neither a company nor a person stands in this line.")),
    "looks_like_line": Sentence(_("The same as in line %(line)s? Left out until somebody says so.")),
    "same_person": Sentence(
        _("Probably %(owner)s: same name, and the same e-mail, telephone or company."), _("Probably known already.")
    ),
    "same_organisation": Sentence(_("Probably %(owner)s: same name."), _("Probably known already.")),
    "same_name": Sentence(_("Perhaps %(owner)s: same name, otherwise different."), _("Perhaps known already.")),
    "same_email": Sentence(_("The e-mail is that of %(owner)s."), _("The e-mail is known already.")),
    "same_phone": Sentence(_("The telephone number is that of %(owner)s."), _("The number is known already.")),
    "not_yours": Sentence(_("You may not change %(owner)s."), _("You may not change this contact.")),
    "taken_as_organisation": Sentence(_("“%(value)s” is taken as a company.")),
    "workplace_unclear": Sentence(_("There are several companies “%(value)s”: taken without the company.")),
    "workplace_closed": Sentence(_("You may not add anybody to “%(value)s”: taken without the company.")),
}
