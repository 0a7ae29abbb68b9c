"""Files that go to storage and come from it by presigned forms and links, which need no token.

Storage answers errors in XML, which is not read.
"""

from pathlib import Path

from faktura_client.calls import Call, as_file, as_nothing
from faktura_client.files import File, Upload
from faktura_client.models import UploadForm


def upload_call(form: UploadForm, file: Path | Upload) -> Call[None]:
    """The call that posts a file with the fields of its form. A second time stores the same file again."""
    taken = Upload.of(file)
    typed = Upload(taken.content, taken.name, form.fields.get("Content-Type", taken.type))
    results = dict.fromkeys((200, 201, 204), as_nothing)
    return Call("upload", "POST", form.url, results, None, form=form.fields, files={"file": typed}, needs_token=False)


def download_call(link: str) -> Call[File]:
    """The call that gets the file of a link."""
    return Call("download", "GET", link, {200: as_file}, None, needs_token=False)
