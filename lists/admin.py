from django.contrib import admin

from lists.models import Tag


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    search_fields = ("name",)
    list_per_page = 100
