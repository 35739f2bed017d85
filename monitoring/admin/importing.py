"""The page that imports old backups: upload, look at the dry run, then apply the same files."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename

from monitoring.importing import Damaged, Report, import_files, lines

SALT = "monitoring.import"
# What was uploaded and never applied goes with the next upload.
KEPT = timedelta(days=1)
PREFIX = "upload-"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        each = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(file, initial) for file in each]


class UploadForm(forms.Form):
    backups = FilesField(
        label="файлы",
        help_text="Полная копия, отдельные файлы или архивы прежних версий: JSON, в том числе "
        "сжатый. Файлы одной копии выбирайте вместе.",
    )


def import_page(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: a dry run of what is uploaded, or, with its token, the import."""
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied
    if request.method == "POST" and "token" in request.POST:
        return _apply(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _show(request, form.cleaned_data["backups"])
    return _page(request, form=form)


def _show(request: HttpRequest, files: "list[UploadedFile[Any]]") -> HttpResponse:
    folder = _kept(files, timezone.now())
    report = _import(request, folder, is_dry_run=True)
    if report is None:
        shutil.rmtree(folder)
        return _page(request, form=UploadForm())
    token = signing.dumps(folder.name, salt=SALT)
    return _page(request, report=report, lines=_lines(report), token=token)


def _apply(request: HttpRequest) -> HttpResponse:
    try:
        name = signing.loads(request.POST["token"], salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        name = ""
    folder = settings.UPLOAD_DIR / str(name)
    if not name or not folder.is_dir():
        messages.error(request, "Загруженных файлов больше нет. Загрузите их снова.")
        return HttpResponseRedirect(reverse("admin:import_legacy"))
    report = _import(request, folder, is_dry_run=False)
    shutil.rmtree(folder)
    if report is None:
        return HttpResponseRedirect(reverse("admin:import_legacy"))
    kept = f" База до него — в файле {report.snapshot}." if report.snapshot else ""
    messages.success(request, f"Импорт закончен.{kept}")
    return _page(request, report=report, lines=_lines(report))


def _import(request: HttpRequest, folder: Path, *, is_dry_run: bool) -> Report | None:
    """None for a file that is damaged, which the page then says."""
    try:
        paths = sorted(folder.iterdir())
        return import_files(paths, timezone.now(), is_dry_run=is_dry_run)
    except Damaged as error:
        messages.error(request, f"{error}. Ничего не изменено.")
        return None


def _lines(report: Report) -> list[str]:
    return list(lines(report, "ru"))


def _kept(files: "list[UploadedFile[Any]]", now: datetime) -> Path:
    """On disk, piece by piece, in a folder of their own that is in nobody's way."""
    uploads: Path = settings.UPLOAD_DIR
    uploads.mkdir(mode=0o700, exist_ok=True)
    for old in uploads.glob(f"{PREFIX}*"):
        if old.stat().st_mtime < (now - KEPT).timestamp():
            shutil.rmtree(old)
    folder = Path(mkdtemp(prefix=PREFIX, dir=uploads))
    for number, file in enumerate(files):
        name = get_valid_filename(file.name or "file")
        with (folder / f"{number:03}-{name}").open("wb") as sink:
            for chunk in file.chunks():
                sink.write(chunk)
    return folder


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": "Импорт прежних данных", **context}
    return TemplateResponse(request, "admin/monitoring/import.html", whole)
