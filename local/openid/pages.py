"""The pages of the provider: plain HTML that works without JavaScript. Templates escape what they show."""

HEADERS = {
    "Cache-Control": "no-store",
    # no form-action: Chromium applies it to the redirect that follows the form, which goes to the desk
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_STYLE = """
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
  ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
  button { width: 100%; padding: .6rem .9rem; font: inherit; text-align: start; cursor: pointer; border-radius: .5rem;
    border: 1px solid; background: Canvas; color: CanvasText; }
  button:hover, button:focus-visible { outline: 3px solid #0a66c2; outline-offset: 1px; }
  strong, span { display: block; }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""


def _page(title: str, content: str) -> str:
    return _PAGE.format(title=title, style=_STYLE, content=content)


CHOICE = _page(
    "Who are you?",
    """<p>This sign-in belongs to the local stack. It asks for no password.</p>
<form method="post" action="authorize">
{% for name, value in parameters.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">
{% endfor %}<ul>
{% for account in accounts %}<li><button name="subject" value="{{ account.subject }}">
<strong>{{ account.name }}</strong><span>{{ account.about }}</span></button></li>
{% endfor %}</ul>
</form>""",
)

UNREDIRECTABLE = _page("This sign-in is refused", "<p>{{ reason }}</p>")

ENDED = _page("You are signed out", "<p>You may close this page.</p>")
