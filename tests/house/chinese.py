"""Reads all Chinese texts of the project: one term for one thing, full-width signs, a blank between Chinese and Latin.

Prints "FILE:LINE: what is wrong: the place"; fails where it prints. Before that it sees to it that each rule strikes at all."""
import glob
import re
import sys

TERMS = "tests/house/chinese_terms.tsv"
HAN = "[\u4e00-\u9fff]"
SIGN = "[，。：；！？、（）“”《》]"
SIGNS = [
    # (what is wrong, pattern, a text that it has to find)
    ("no blank between Chinese and Latin", rf"{HAN}[A-Za-z0-9{{`]|[A-Za-z0-9}}%`]{HAN}", "发信IP 的"),
    ("a blank beside a full-width sign", rf" {SIGN}|{SIGN} ", "退信。 邮件"),
    ("a blank between Chinese words", rf"{HAN} {HAN}", "收件 人"),
    ("a half-width sign in Chinese", rf"{HAN}[,;:!?()]|[,;:!?(]{HAN}|{HAN}\.(?!\.)|{SIGN}[,;:!?]", "退信,邮件"),
    ("two signs in a row", r"[，。：；！？、][，。：；！？、]", "怎么办？。"),
    ("a straight quotation mark", rf"{HAN} ?\\?\"{HAN}?|\\?\"{HAN}", "所谓\"退信\""),
    ("three dots for ……", rf"{HAN}\.\.\.", "正在查询..."),
    ("a word twice", r"([的了是在将把被与和])\1", "域名的的记录"),
]
# Free: a duration ("3 分钟") stands in the place of the detail; the words of a usage line.
FREE = [r"\{detail\}后过期", r"(?:文件|文本)\.\.\."]


def of_yaml(lines):
    """The zh_CN parts: blocks, and what follows the key on its own line."""
    inside = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and indent <= inside:
            inside = None
        if inside is not None:
            yield number, line
        key = re.match(r"( *)(?:- )?zh_CN:(.*)", line)
        flow = re.search(r"[{,] *zh_CN:(.*)}", line)
        if key:
            inside = len(key[1])
            yield number, key[2]
        elif flow:
            yield number, flow[1]


def of_po(lines):
    translated = False
    for number, line in enumerate(lines, 1):
        if line.startswith("msgstr"):
            translated = True
        elif not line.startswith('"'):
            translated = False
        text = re.search(r'"(.*)"', line)
        if translated and text:
            yield number, text[1].replace(r"\n", "")


def of_man(lines):
    for number, line in enumerate(lines, 1):
        if not line.startswith(".\\\""):
            yield number, line


def plain_yaml(text):
    """Without the marks of YAML around a text."""
    text = re.sub(r"^ *(?:- )?(?:[a-z_]+: )?", "", text).strip()
    if re.match(r"\[.*\]$", text):
        text = re.sub(r"(?<=[。”`]), ", "\n", text[1:-1])
    return text[1:-1] if re.match(r'".*"$|\'.*\'$', text) else text


def sources():
    """(file, line number, text) of every line with Chinese."""
    readers = [("content/*/*.yaml", of_yaml), ("content/po/zh_CN.po", of_po), ("man/zh_CN/*", of_man)]
    for pattern, reader in readers:
        for file in sorted(glob.glob(pattern)):
            with open(file, encoding="utf-8") as lines:
                for number, text in reader(lines.read().split("\n")):
                    if re.search(HAN, text):
                        yield file, number, text


def read_terms():
    with open(TERMS, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            english, word, others = line.rstrip("\n").split("\t")
            banned = [other for other in others.split(" ") if not other.startswith("!")]
            yield english, word, banned, [other[1:] for other in others.split(" ") if other.startswith("!")]


def wrong_terms(text, terms):
    own = re.sub(r"“[^”]*”", "“”", text).replace(" ", "")
    for english, word, banned, free in terms:
        rest = own
        for allowed in free:
            rest = rest.replace(allowed, "")
        for variant in banned:
            if variant in rest:
                yield f"{variant}: write {word} ({english})"


def wrong_signs(text):
    rest = re.sub("“[^”]*”", "“”", re.sub("|".join(FREE), "天", text))
    for what, pattern, _ in SIGNS:
        found = re.search(pattern, rest)
        if found:
            yield f"{what}: {rest[max(0, found.start() - 8):found.end() + 8]}"


def wrong_reply(text):
    """A reply to a customer speaks to the customer."""
    if re.match(r" +reply: ", text) and not re.search("[您请]", text):
        yield "a reply that does not speak to the customer (您, 请)"


def blind_rules(terms):
    """Rules that would never strike, each as a message."""
    for what, pattern, example in SIGNS:
        if not re.search(pattern, example):
            yield f"the rule “{what}” does not find {example}"
    for english, word, banned, _ in terms:
        for variant in banned:
            if not any(message.startswith(variant) for message in wrong_terms(f"这是{variant}。", terms)):
                yield f"the term {variant} is not found"
        if any(wrong_terms(word, terms)):
            yield f"{word} ({english}) is itself refused"
    if not any(wrong_reply("    reply: 对方服务器拒收了邮件。")):
        yield "the rule on replies finds none"


def main():
    terms = list(read_terms())
    wrong = list(blind_rules(terms))
    texts = list(sources())
    if len(texts) < 3000:
        wrong.append(f"only {len(texts)} lines of Chinese were found")
    for file, number, text in texts:
        plain = plain_yaml(text) if file.endswith(".yaml") else text
        macro = file.startswith("man/") and text.startswith(".")
        for message in [*wrong_terms(plain, terms), *([] if macro else wrong_signs(plain)), *wrong_reply(text)]:
            wrong.append(f"{file}:{number}: {message}")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


sys.exit(main())
