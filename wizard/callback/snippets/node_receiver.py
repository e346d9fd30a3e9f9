"""The snippet of a receiver in Node, with nothing to install."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from wizard.callback.snippets.plan import HeaderCheck, Plan, Secret, plan_of

if TYPE_CHECKING:
    from wizard.callback.template import Leaf
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

_STATUS_CHECK = "// a wrong key: CFB itself does not notice"
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def receiver_node(profile: CallbackProfile, channel: Channel | None) -> str:
    """A module to run with Node 18 or newer; it prints the values of each callback as one line of JSON."""
    plan = plan_of(profile, channel)
    parts = [_head(plan)]
    if plan.decrypts:
        parts.append(_decrypt(plan))
    if plan.headers:
        parts.append(_same())
    parts += [_body(plan), _values(plan), _server(plan)]
    return "\n".join(parts)


def _head(plan: Plan) -> str:
    about = f"{plan.title} ({plan.profile_id})" if plan.profile_id else plan.title
    lines = [f"// Receives the callbacks of {about}.", "// Needs Node 18 or newer, and nothing to install."]
    if plan.variables:
        lines.append(f"// Set {' '.join(plan.variables)} in the environment, then run: node receiver.mjs")
    else:
        lines.append("// Run: node receiver.mjs")
    used = []
    if plan.decrypts:
        used.append("createDecipheriv")
    if plan.headers:
        used += ["createHash", "timingSafeEqual"]
    if used:
        lines.append(f'import {{ {", ".join(used)} }} from "node:crypto";')
    lines.append('import { createServer } from "node:http";')
    if plan.variables:
        lines.append("")
        lines.append(f"for (const name of {json.dumps(plan.variables)}) {{")
        lines += ["  if (!process.env[name]) throw new Error(`Set ${name} in the environment.`);", "}"]
    return "\n".join([*lines, ""])


def _secret(secret: Secret) -> str:
    coding = "utf8" if secret.reads == "text" else secret.reads
    return f'Buffer.from(process.env.{secret.variable}, "{coding}")'


def _decrypt(plan: Plan) -> str:
    assert plan.encryption is not None
    lines = [
        f"const KEY = {_secret(plan.key)}; // {plan.key.hint}",
        f"const IV = {_secret(plan.iv)}; // {plan.iv.hint}",
        *([f"const STATUSES = new Set({json.dumps(plan.statuses)});"] if plan.status else []),
        "",
        "function decrypt(text) {",
        f'  const data = Buffer.from(text, "{plan.encryption.encoding}");',
        f'  const decipher = createDecipheriv("{plan.encryption.algorithm.lower()}", KEY, IV);',
    ]
    if plan.is_gcm:
        after = plan.encryption.tag == "after"
        tag, rest = (
            ("data.subarray(-16)", "data.subarray(0, -16)")
            if after
            else ("data.subarray(0, 16)", "data.subarray(16)")
        )
        lines += [
            f"  decipher.setAuthTag({tag}); // the tag stands {plan.encryption.tag} the ciphertext",
            f"  const plain = Buffer.concat([decipher.update({rest}), decipher.final()]); // throws if that is wrong",
            "  return plain.toString();",
        ]
    else:
        lines.append(
            "  return Buffer.concat([decipher.update(data), decipher.final()]).toString(); // no padding, no tag"
        )
    return "\n".join([*lines, "}", ""])


def _same() -> str:
    return """\
// Compares in constant time: how long it takes tells nothing of the secret.
const digest = (text) => createHash("sha256").update(text ?? "").digest();
const same = (got, expected) => timingSafeEqual(digest(got), digest(expected));
"""


def _body(plan: Plan) -> str:
    if plan.body_format == "query":
        return """\
function fieldsOf(request) {
  return Object.fromEntries(new URL(request.url, "http://localhost").searchParams);
}
"""
    reading = """\
async function fieldsOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > 1_000_000) throw new Error("too large");
    parts.push(part);
  }
"""
    if plan.body_format == "json":
        return reading + "  return JSON.parse(Buffer.concat(parts));\n}\n"
    return (
        reading
        + """\
  // Node reads forms by itself, multipart and urlencoded.
  const headers = { "content-type": request.headers["content-type"] };
  return Object.fromEntries(await new Response(Buffer.concat(parts), { headers }).formData());
}
"""
    )


def _values(plan: Plan) -> str:
    lines = ["function valuesOf(fields) {"]
    entries: list[str] = []
    for at, leaf in enumerate(plan.values):
        place = _place(plan, leaf)
        if len(leaf.names) > 1:
            pattern = "(.*?)".join(_escaped(text) for text in leaf.around)
            lines.append(f"  const parts{at} = /^{pattern}$/s.exec({place});")
            texts = [f"parts{at}[{number + 1}]" for number in range(len(leaf.names))]
        else:
            texts = [_within(place, leaf)]
        for name, text in zip(leaf.names, texts, strict=True):
            value = f"decrypt({text})" if name in plan.encrypted and plan.encryption else text
            entries.append(f"    {_key(name)}: {value},")
    return "\n".join([*lines, "  return {", *entries, "  };", "}", ""])


def _escaped(text: str) -> str:
    special = re.sub(r"[\\^$.*+?()[\]{}|/]", lambda match: "\\" + match[0], text)
    return special.replace("\n", "\\n").replace("\r", "\\r")


def _key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else _literal(name)


def _place(plan: Plan, leaf: Leaf) -> str:
    first, *rest = leaf.path
    place = f"fields{_step(first)}"
    if first in plan.embedded:
        place = f"JSON.parse({place})"
    return place + "".join(_step(step) for step in rest)


def _step(step: str | int) -> str:
    if isinstance(step, str) and _IDENTIFIER.fullmatch(step):
        return f".{step}"
    return f"[{_literal(step)}]"


def _literal(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)


def _units(text: str) -> int:
    """The length that JavaScript sees."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _within(place: str, leaf: Leaf) -> str:
    if not leaf.around:
        return place
    before, after = leaf.around
    return f"{place}.slice({_units(before)}{f', -{_units(after)}' if after else ''})"


def _check(header: HeaderCheck) -> str:
    expected = " + ".join(
        f"process.env.{text}" if from_environment else _literal(text)
        for text, from_environment in header.parts
    )
    return f"same(request.headers[{_literal(header.name.lower())}], {expected})"


def _server(plan: Plan) -> str:
    wait = "" if plan.body_format == "query" else "await "
    lines = [
        "const server = createServer(async (request, response) => {",
        "  const answer = (status) => response.writeHead(status).end();",
        f'  if (request.url.split("?")[0] !== {_literal(plan.path)}) return answer(404);',
        f"  if (request.method !== {_literal(plan.method)}) return answer(405);",
    ]
    lines += [f"  if (!{_check(header)}) return answer(401);" for header in plan.headers]
    fault = (
        "another key, IV or layout, or not encrypted at all"
        if plan.decrypts
        else "not the body that was agreed"
    )
    lines += [
        "  try {",
        f"    const values = valuesOf({wait}fieldsOf(request));",
        *(
            [f"    if (!STATUSES.has(values{_step(plan.status)})) return answer(400); {_STATUS_CHECK}"]
            if plan.status
            else []
        ),
        "    console.log(JSON.stringify(values)); // your work goes here; answer first if it takes long",
        "    answer(204);",
        "  } catch (error) {",
        f"    console.error(error.message); // {fault}",
        "    answer(400);",
        "  }",
        "});",
        "",
        "// Behind TLS in production.",
        f'server.listen(process.env.PORT ?? {plan.port}, "127.0.0.1", () => {{',
        '  console.error("listening on port", server.address().port);',
        "});",
    ]
    return "\n".join([*lines, ""])
