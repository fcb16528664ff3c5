"""Texts that somebody might write into an article to have the page run something: each way in, in each guise."""

from __future__ import annotations

RUNS = (
    "javascript:ran(1)", "JaVaScRiPt:ran(1)", " javascript:ran(1)", "java\tscript:ran(1)", "java\nscript:ran(1)",
    "\x01javascript:ran(1)", "javascript&colon;ran(1)", "&#106;avascript:ran(1)", "&#x6A;avascript:ran(1)",
    "javascript%3Aran(1)", "javascript://%0aran(1)", "javascript://x.nl/%0aran(1)", "vbscript:ran(1)",
    "data:text/html,<script>parent.ran(1)</script>", "data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload=ran(1)>", "blob:ran(1)", "file:secret", "view-source:javascript:ran(1)",
    "//evil.example/x", "/desk", "?javascript:ran(1)", "https://a:b@evil.example/", "https:javascript:ran(1)",
    "https://evil.example/\" onclick=\"ran(1)", "https://evil.example/' onmouseover='ran(1)", "intent://x#Intent;end",
)  # fmt: skip
"""Addresses."""

LINKS = (
    "[klik]({})", "[klik](<{}>)", "![klik]({})", "<{}>", '[klik]({} "titel")', "[k][1]\n\n[1]: {}", "[k]: {}\n\n[k]",
    "[![beeld]({0})]({0})", "- [klik]({})", "> [klik]({})",
)  # fmt: skip
"""How an address is written."""

MARKUP = (
    "<script>ran(1)</script>", "<img src=x onerror=ran(1)>", "<svg onload=ran(1)>",
    "<svg><script>ran(1)</script></svg>",
    "<iframe src=javascript:ran(1)>", "<iframe srcdoc='<script>parent.ran(1)</script>'>", "<body onload=ran(1)>",
    "<details open ontoggle=ran(1)>x</details>", "<math><mtext></mtext><script>ran(1)</script></math>",
    "<input autofocus onfocus=ran(1)>", "<video><source onerror=ran(1)></video>", "<audio src=x onerror=ran(1)>",
    "<object data=javascript:ran(1)>", "<embed src=javascript:ran(1)>", "<link rel=stylesheet href=//evil.example/x>",
    "<style>@import '//evil.example/x';</style>", "<base href=//evil.example/>",
    "<form action=javascript:ran(1)><button>x",
    "<meta http-equiv=refresh content='0;url=javascript:ran(1)'>", "<a href=javascript:ran(1)>x</a>",
    "<scr<script>ipt>ran(1)</scr</script>ipt>", "<IMG SRC=x OnErRoR=ran(1)>", "<img/src=x/onerror=ran(1)>",
    "<!--><script>ran(1)</script>-->", "<![CDATA[<script>ran(1)</script>]]>", "<?php ran(1) ?>",
    "</div><script>ran(1)</script>",
    "<template><script>ran(1)</script></template>", "<noscript><p title='</noscript><img src=x onerror=ran(1)>'>",
    "&lt;script&gt;ran(1)&lt;/script&gt;", "\\<script>ran(1)\\</script>", "{{ran(1)}}",
    "{@html '<img src=x onerror=ran(1)>'}",
    "${ran(1)}", "<x-y onclick=ran(1) style=position:fixed;inset:0>x</x-y>",
)  # fmt: skip
"""What would be markup if a text were read as HTML."""

GUISES = (
    "{}", "vooraf {} achteraf", "## {}", "- {}", "> {}", "**{}**", "`{}`", "```html\n{}\n```", "    {}",
    "[{}](https://ok.example/)",
)  # fmt: skip
"""Where it stands in a text."""

OTHERS = (
    "`" * 5_000, "[" * 5_000, "![" * 3_000, "*" * 9_999, "> " * 2_000 + "x", "- " * 500 + "x",
    "<" * 9_999, "[a](" * 3_000,
    "\x00\x01\x02", "\u202eran(1)", "\ud7ff\ufffe", "| a |\n|---|\n| <img src=x onerror=ran(1)> |",
    "Kop\n===\n<script>ran(1)</script>", "[x]: javascript:ran(1) 'ran(1)'", "***\n---\n___",
    "1. a\n   <script>ran(1)</script>", "[klik](https://ok.example/)", "__proto__", "constructor",
    "[__proto__]: https://ok.example/\n\n[__proto__]",
)  # fmt: skip
"""Depth, length, and what is no letter."""

HOSTILE = (
    *(shape.format(address) for address in RUNS for shape in LINKS),
    *(guise.replace("{}", markup) for markup in MARKUP for guise in GUISES),
    *OTHERS,
)
