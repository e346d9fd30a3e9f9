// Makes the doctor's cases with Node's own crypto, so that nothing of ours encrypts what ours must open.
// Prints one JSON array: {mistake, algorithm, encoding, profile, values: {name: text}, plain: {name: text}, settings}
// Takes, as one JSON argument, any of {plain, keys: {bits: text}, iv, hexkeys: {bits: hex}, hexiv, every}; `every`: all
// algorithms in all encodings, where else the encodings come with one length of key alone.
import crypto from "node:crypto";
import zlib from "node:zlib";

const given = JSON.parse(process.argv[2] ?? "{}");
const plain = given.plain ?? {
  message_id: "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1",
  delivery_status: "Bounce",
  from_mail: "orders@shop.example",
  recipient_mail: "ada.lovelace@mail.example",
  delivery_time: "2023-09-29T11:23:35.586Z",
  error_code: "550",
  error_status: "5.1.1",
  error_message: "550 5.1.1 The email account that you tried to reach does not exist.",
};
const KEYS = given.keys ?? { 128: "K1abcdefghijkl2P", 192: "K1abcdefghijklmnopqrst2P", 256: "K1abcdefghijklmnopqrstuvwxyz012P" };
const IV = given.iv ?? "POabcdefghijklLY";
const HEXKEYS = given.hexkeys ?? { 128: "00112233445566778899aabbccddeeff", 192: "00112233445566778899aabbccddeeff0011223344556677",
  256: "00112233445566778899aabbccddeeffffeeddccbbaa99887766554433221100" };
const HEXIV = given.hexiv ?? "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const bytes = (x) => (Buffer.isBuffer(x) ? x : Buffer.from(x, "utf8"));
const sizeOf = (bits) => bits / 8;

// What a sender of the given habits makes of one text.
function seal(text, o) {
  const { bits, mode, key, iv, encoding = "base64", tag = "after", tagLength = 16, front = false } = o;
  const name = `aes-${bits}-${mode.toLowerCase()}`;
  const vector = mode === "ECB" ? null : bytes(iv);
  const cipher = crypto.createCipheriv(name, bytes(key), vector);
  if (o.padding === false) cipher.setAutoPadding(false);
  let data = Buffer.concat([cipher.update(o.before ? o.before(text) : bytes(text)), cipher.final()]);
  if (mode === "GCM" && tag !== "none") {
    const t = cipher.getAuthTag().subarray(0, tagLength);
    data = tag === "after" ? Buffer.concat([data, t]) : Buffer.concat([t, data]);
  }
  if (front) data = Buffer.concat([vector, data]);
  if (o.cut) data = data.subarray(0, Math.max(1, data.length - o.cut));
  return write(data, encoding);
}
function write(data, encoding) {
  if (encoding === "hex") return data.toString("hex");
  const text = data.toString("base64");
  return encoding === "base64url" ? text.replace(/\+/g, "-").replace(/\//g, "_") : text;
}
const php = (x, n) => { const b = Buffer.alloc(n); bytes(x).copy(b, 0, 0, n); return b; };

const cases = [];
// codes: what the doctor may call it (several where they are one thing by two names); settings: the change expected.
function add(mistake, bits, mode, encoding, sender, codes, { profile = {}, settings = {}, after, only, values } = {}) {
  const own = { algorithm: `AES-${bits}-${mode}`, key: KEYS[bits], iv: IV, encoding, tag: "after", ...profile };
  const out = {};
  for (const [name, text] of Object.entries(plain)) {
    if (only && !only.includes(name)) continue;
    out[name] = seal(text, { bits, mode, key: KEYS[bits], iv: IV, encoding, ...sender });
    if (after) out[name] = after(out[name]);
  }
  cases.push({ mistake, algorithm: own.algorithm, encoding, profile: own, values: values ?? out, plain, codes, settings });
}

for (const bits of [128, 192, 256]) for (const mode of ["CFB", "GCM"]) for (const encoding of ["base64", "base64url", "hex"]) {
  if (!given.every && encoding !== "base64" && bits !== 256) continue; // the encodings have nothing to do with the length of the key
  const gcm = mode === "GCM", key = KEYS[bits], n = sizeOf(bits);
  const go = (mistake, sender, codes, more) => add(mistake, bits, mode, encoding, sender, codes, more);
  go("nothing", {}, ["opened"]);
  go("key is hex at the sender", { key: Buffer.from(HEXKEYS[bits], "hex") }, ["key-hex"],
    { profile: { key: HEXKEYS[bits] }, settings: { key: "hex:" + HEXKEYS[bits] } });
  go("key is base64 at the sender", { key: Buffer.from(key) }, ["key-base64"],
    { profile: { key: Buffer.from(key).toString("base64") } });
  go("iv is hex at the sender", { iv: Buffer.from(HEXIV, "hex") }, ["iv-hex"],
    { profile: { iv: HEXIV }, settings: { iv: "hex:" + HEXIV } });
  go("iv is base64 at the sender", { iv: Buffer.from(HEXIV, "hex") }, ["iv-base64"],
    { profile: { iv: Buffer.from(HEXIV, "hex").toString("base64") } });
  go("key and iv are hex at the sender", { key: Buffer.from(HEXKEYS[bits], "hex"), iv: Buffer.from(HEXIV, "hex") },
    ["key-iv-hex"], { profile: { key: HEXKEYS[bits], iv: HEXIV } });
  if (bits < 256) {
    const wide = bits === 128 ? 256 : 256, text = bits === 128 ? HEXKEYS[128] : null;
    if (text) add("key is text at the sender, hex here", bits, mode, encoding, { bits: wide, key: text }, ["key-text"],
      { profile: { key: "hex:" + text }, settings: { algorithm: `AES-256-${mode}`, key: text } });
  } else {
    const text = HEXKEYS[128] ;
    go("key is text at the sender, base64 here", { key: text }, ["key-text", "algorithm"],
      { profile: { key: "base64:" + text } });
  }
  go("key and iv are base64 at the sender", { key: Buffer.from(key), iv: Buffer.from(HEXIV, "hex") }, ["key-iv-base64"],
    { profile: { key: Buffer.from(key).toString("base64"), iv: Buffer.from(HEXIV, "hex").toString("base64") } });
  // Who takes hex or base64 for text has too much of it, and cuts it as PHP does.
  const b64key = Buffer.from(HEXKEYS[bits], "hex").toString("base64"), b64iv = Buffer.from(HEXIV, "hex").toString("base64");
  go("key cut text at the sender, hex here", { key: HEXKEYS[bits].slice(0, n) }, ["key-text"], { profile: { key: "hex:" + HEXKEYS[bits] } });
  go("key cut text at the sender, base64 here", { key: b64key.slice(0, n) }, ["key-text"], { profile: { key: "base64:" + b64key } });
  go("iv cut text at the sender, base64 here", { iv: b64iv.slice(0, 16) }, ["iv-text"], { profile: { iv: "base64:" + b64iv } });
  go("key and iv cut text at the sender, hex here", { key: HEXKEYS[bits].slice(0, n), iv: HEXIV.slice(0, 16) }, ["key-iv-text"],
    { profile: { key: "hex:" + HEXKEYS[bits], iv: "hex:" + HEXIV } });
  go("iv cut text at the sender, hex here", { iv: HEXIV.slice(0, 16) }, ["iv-text"], { profile: { iv: "hex:" + HEXIV } });
  if (bits === 128) {
    go("key and iv swapped", { key: IV, iv: key }, ["key-iv-swapped"], { settings: { key: IV, iv: key } });
  }
  go("key and iv swapped, cut or filled, at the sender", { key: php(IV, n), iv: php(key, 16) }, ["key-iv-swapped"]);
  if (bits === 128) go("key and iv swapped in the profile", {}, ["key-iv-swapped"], { profile: { key: IV, iv: key } });
  for (const [name, wrap] of [["newline after", (k) => k + "\n"], ["space before", (k) => " " + k], ["space after", (k) => k + " "],
    ["quotes around", (k) => `"${k}"`], ["single quotes around", (k) => `'${k}'`], ["tab after", (k) => k + "\t"],
    ["crlf after", (k) => k + "\r\n"]]) {
    go(`key with ${name} here`, {}, ["key-stray"], { profile: { key: wrap(key) }, settings: { key } });
    go(`iv with ${name} here`, {}, ["iv-stray"], { profile: { iv: wrap(IV) }, settings: { iv: IV } });
  }
  go("key and iv with newlines after here", {}, ["key-iv-stray"], { profile: { key: key + "\n", iv: IV + "\n" }, settings: { key, iv: IV } });
  go("key with a newline after at the sender", { key: key.slice(0, n - 1) + "\n" }, ["key-stray"], { profile: { key: key.slice(0, n - 1) } });
  go("iv with a newline after at the sender", { iv: IV.slice(0, 15) + "\n" }, ["iv-stray"], { profile: { iv: IV.slice(0, 15) } });
  go("key with a space before, cut, at the sender", { key: php(" " + key, n) }, ["key-stray"]);
  go("key with a quote before, cut, at the sender", { key: php('"' + key + '"', n) }, ["key-stray"]);
  go("iv with a newline before, cut, at the sender", { iv: php("\n" + IV, 16) }, ["iv-stray"]);
  go("key too short here, filled with zeros at the sender", { key: php(key.slice(0, n - 3), n) }, ["key-length"],
    { profile: { key: key.slice(0, n - 3) } });
  go("key too long here, cut at the sender", {}, ["key-length"], { profile: { key: key + "tail" } });
  for (const other of [128, 192, 256]) {
    if (other === bits) continue;
    go(`AES-${other} at the sender, key fits it`, { bits: other, key: KEYS[other] }, ["algorithm"],
      { profile: { key: KEYS[other] }, settings: { algorithm: `AES-${other}-${mode}` } });
    go(`AES-${other} at the sender, key cut or filled`, { bits: other, key: php(key, other / 8) }, ["algorithm"]);
  }
  go("the other mode of the six", { mode: gcm ? "CFB" : "GCM" }, ["algorithm"],
    { settings: { algorithm: `AES-${bits}-${gcm ? "CFB" : "GCM"}` } });
  // A value within one block reads alike in CFB, CTR and OFB: it opens as set.
  for (const wrong of ["CFB8", "CBC", "CTR", "ECB", "OFB"])
    go(`${wrong} at the sender`, { mode: wrong }, [`mode-${wrong.toLowerCase()}`, ...(!gcm && "CTR OFB".includes(wrong) ? ["opened"] : [])]);
  const zeros = (t) => Buffer.concat([bytes(t), Buffer.alloc(-bytes(t).length & 15)]);
  go("CBC filled up with zeros", { mode: "CBC", before: zeros, padding: false }, ["mode-cbc"], { only: Object.keys(plain).filter((k) => plain[k]) });
  go("CBC with the iv in front", { mode: "CBC", iv: crypto.randomBytes(16), front: true }, ["mode-cbc"]);
  go("iv of zeros", { iv: Buffer.alloc(16) }, ["iv-zeros"], { settings: { iv: "hex:" + "00".repeat(16) } });
  go("iv of one's own in front", { iv: crypto.randomBytes(16), front: true }, ["iv-in-front"]);
  go("the profile's iv in front", { front: true }, ["iv-in-front"]);
  go("key hashed with sha256", { key: crypto.createHash("sha256").update(key).digest().subarray(0, n) }, ["key-hashed"]);
  if (gcm) {
    go("tag before", { tag: "before" }, ["tag-before"], { settings: { tag: "before" } });
    go("tag after, before here", {}, ["tag-after"], { profile: { tag: "before" }, settings: { tag: "after" } });
    go("tag missing", { tag: "none" }, ["tag-missing"]);
    go("tag of 12 bytes", { tagLength: 12 }, ["tag-cut"]);
    go("tag of 14 bytes", { tagLength: 14 }, ["tag-cut"]);
    go("iv:tag:ciphertext", { iv: crypto.randomBytes(12), front: true, tag: "before" }, ["iv-in-front"],
      { after: (t) => { const data = Buffer.from(t, encoding); return [data.subarray(0, 12), data.subarray(12, 28), data.subarray(28)].map((d) => write(d, encoding)).join(":"); } });
    go("tag of 8 bytes", { tagLength: 8 }, ["tag-cut"]);
    go("iv of 12 zeros", { iv: Buffer.alloc(12) }, ["iv-zeros"]);
    go("iv of 12 bytes in front", { iv: crypto.randomBytes(12), front: true }, ["iv-in-front"]);
    go("iv of 12 in front, tag before", { iv: crypto.randomBytes(12), front: true, tag: "before" }, ["iv-in-front"]);
    go("iv cut to 12", { iv: IV.slice(0, 12) }, ["iv-length"], { settings: { iv: IV.slice(0, 12) } });
    go("iv of 12 here and there", { iv: IV.slice(0, 12) }, ["opened"], { profile: { iv: IV.slice(0, 12) } });
    go("ctr from a 12-byte iv", { mode: "CTR", iv: Buffer.concat([bytes(IV.slice(0, 12)), Buffer.from([0, 0, 0, 1])]) },
      ["mode-ctr"], { profile: { iv: IV.slice(0, 12) } });
  }
  for (const wrong of ["base64", "base64url", "hex"]) {
    if (wrong === encoding) continue;
    go(`written as ${wrong}`, { encoding: wrong }, ["encoding", "opened"], { settings: { encoding: wrong } });
  }
  const b64 = (t) => Buffer.from(t).toString("base64");
  go("encoded twice", {}, ["double-encoded"], { after: b64 });
  go("hex inside base64", { encoding: "hex" }, ["double-encoded"], { after: b64 });
  const hex = (t) => Buffer.from(t).toString("hex");
  go("base64 or hex inside hex", {}, ["double-encoded"], { after: hex });
  go("percent-encoding left in, in small letters", {}, ["percent-encoded", "opened"],
    { after: (t) => encodeURIComponent(t).replace(/%../g, (x) => x.toLowerCase()) });
  go("percent-encoded twice", {}, ["percent-encoded", "opened"], { after: (t) => encodeURIComponent(encodeURIComponent(t)) });
  go("quotes left around", {}, ["quoted", "opened"], { after: (t) => `"${t}"` });
  go("a newline left behind", {}, ["white-space", "opened"], { after: (t) => t + "\n" });
  go("percent-encoding left in", {}, ["percent-encoded", "opened"], { after: encodeURIComponent });
  go("json escapes left in", {}, ["json-escaped", "opened"], { after: (t) => t.replace(/\//g, "\\/").replace(/\+/g, "\\u002b") });
  if (encoding !== "hex") {
    go("unpadded", {}, ["unpadded", "opened"], { after: (t) => t.replace(/=+$/, "") });
    go("line breaks inside", {}, ["line-breaks", "opened"], { after: (t) => t.replace(/(.{20})/g, "$1\r\n") });
  }
  if (encoding === "base64") go("spaces for plus", {}, ["spaces-for-plus", "opened"], { after: (t) => t.replace(/\+/g, " ") });
  go("never encrypted", {}, ["not-encrypted"], { values: plain });
  go("compressed first (gzip)", { before: (t) => zlib.gzipSync(t) }, ["compressed"]);
  if (gcm) go("compressed first (bare deflate)", { before: (t) => zlib.deflateRawSync(t) }, ["compressed"]);
  go("compressed first (zlib)", { before: (t) => zlib.deflateSync(t) }, ["compressed"]);
  go("cut short", { cut: gcm ? 18 : 7 }, ["cut-short"], { only: ["message_id", "delivery_time"] });
  go("newline inside", { before: (t) => bytes(t + "\n") }, ["newline-inside", "opened"]);
  go("quoted inside", { before: (t) => bytes(JSON.stringify(t)) }, ["quoted-inside", "opened"]);
  go("base64 inside", { before: (t) => bytes(b64(t)) }, ["encoded-inside", "opened"]);
  go("utf-16 inside", { before: (t) => Buffer.from(t, "utf16le") }, ["utf-16", "opened"]);
  const pad = (t) => { const k = 16 - (bytes(t).length % 16); return Buffer.concat([bytes(t), Buffer.alloc(k, k)]); };
  go("padded", { before: pad }, ["padded"]);
  go("another iv altogether", { iv: crypto.randomBytes(16) }, gcm ? ["unopened"] : ["iv-differs", "unopened"]);
  go("another key altogether", { key: crypto.randomBytes(n) }, ["unopened", "too-short"]);
}

// Bodies that were encrypted as a whole: `wire` is what came.
const bodies = [];
const form = new URLSearchParams(plain).toString();
for (const bits of [128, 192, 256]) for (const mode of ["CFB", "GCM"]) for (const encoding of ["base64", "base64url", "hex"])
  for (const [format, text] of [["json", JSON.stringify(plain)], ["urlencoded", form]]) {
    const profile = { algorithm: `AES-${bits}-${mode}`, key: KEYS[bits], iv: IV, encoding, tag: "after" };
    const text_ = seal(text, { bits, mode, key: KEYS[bits], iv: IV, encoding });
    const wires = { "as it is": text_, "in quotes": JSON.stringify(text_), "in a field": JSON.stringify({ data: text_ }) };
    for (const [how, wire] of Object.entries(wires)) bodies.push({ how, format, encoding, profile, wire, plain: text });
  }
process.stdout.write(JSON.stringify({ cases, bodies }));
