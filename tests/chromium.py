"""How tests and pictures start the browser: alone, without a word to anybody outside."""

CHROMIUM = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
