"""The cookies, and the headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiate import LANGUAGE_COOKIE

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
# What a page may show is for its reader alone, and for now: a route that knows better says so itself.
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cache-control": "no-store",
}
# Their addresses are secrets: no page is told that one was come from.
_UNTOLD = ("/invitations/",)
_YEAR = 365 * 24 * 60 * 60


class Headers:
    """Adds the headers to what has none of its own."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.headers = dict(_HEADERS)
        if secure:
            self.headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding to the first message of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(_UNTOLD):
                    headers["referrer-policy"] = "no-referrer"
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


class Cookies:
    """Writes the cookies: the session's opaque token, and the language."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure
        # A browser takes a name with this prefix only from us, over TLS, for the whole site.
        self.session = "__Host-paraf" if secure else "paraf"

    def sign_in(self, response: Response, token: str, seconds: int) -> None:
        """Give the token. Lax: a link in a mail finds the person signed in, a form of another site does not."""
        response.set_cookie(
            self.session, token, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.secure
        )

    def sign_out(self, response: Response) -> None:
        """Take the token back."""
        response.delete_cookie(self.session, path="/", httponly=True, samesite="lax", secure=self.secure)

    def language(self, response: Response, language: str) -> None:
        """Remember the language."""
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_YEAR, path="/", httponly=True, samesite="lax", secure=self.secure
        )
