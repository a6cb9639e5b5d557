/* libFuzzer: no secret of an input is in what is redacted, nor in any report of it. The input puts
 * letters together from pieces that hold secrets, in many shapes, and noise between them. */
#include <stdint.h>
#include <string.h>

#include "tui/report/redact.h"
#include "tui/report/report.h"

/* Words that stand in no text of ours. */
static const char *const secrets[] = {"qvarn",      "xybold",     "zorptik",  "Vexlim",
                                      "frobnitz91", "wibble4417", "QUUXID88", "glarchtok33"};

static const char *const pieces[] = {
    "From: Qvarn Xybold <qvarn.xybold@example.org>\n",
    "To: \"Xybold, Qvarn\" <zorptik@example.net>\n",
    "Cc: zorptik@example.net (Vexlim)\n",
    "Subject: frobnitz91 and wibble4417\n",
    "Subject: frobnitz91\n  and wibble4417\n",
    "> Subject: frobnitz91 and wibble4417 > From: Qvarn Xybold <zorptik@example.net> > Date: x\n",
    "Message-ID: <QUUXID88@example.org>\n",
    "In-Reply-To: <QUUXID88QUUXID88>\n",
    "<zorptik@example.net>: 550 5.1.1 no such user\n",
    "message-id=<QUUXID88@example.org>, to=<zorptik@example.net>\n",
    "see https://lists.example/u/glarchtok33?to=zorptik%40example.net\n",
    "{\"url\":\"https:\\/\\/lists.example\\/glarchtok33\",\"to\":\"zorptik@example.net\"}\n",
    "Dear Qvarn Xybold,\n",
    "Best regards,\nQvarn Xybold\n",
    "=?UTF-8?Q?qvarn_xybold?= <zorptik@example.net>\n",
    "cXZhcm4ueHlib2xkQGV4YW1wbGUub3JnIGFuZCBxdmFybi54eWJvbGRAZXhhbXBsZS5vcmcgb25j\nZSBtb3JlCg==\n",
    "qvarn.xy=\nbold@example.org\n",
    "\n",
    " ",
    "> ",
    "--b\n",
    "Content-Type: text/plain\n",
};

static void add_noise(GString *text, uint8_t byte)
{
    if (byte < 0x80 && byte != 0)
        g_string_append_c(text, (char)byte);
    else
        g_string_append(text, byte & 1 ? "\xe9\x80\x80" : "\r\n");
}

/* A secret is one where something says what it is; noise may have taken that away, so only whole
 * pieces count, each of which is told apart by a line of its own. */
static GString *letter(const uint8_t *data, size_t size)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < size; i++) {
        if (data[i] & 0x40) {
            if (text->len && text->str[text->len - 1] != '\n')
                g_string_append_c(text, '\n');
            g_string_append(text, pieces[data[i] % G_N_ELEMENTS(pieces)]);
            if (text->str[text->len - 1] != '\n')
                g_string_append_c(text, '\n');
        } else {
            g_string_append(text, "noise ");
            add_noise(text, data[i]);
            g_string_append_c(text, '\n');
        }
    }
    return text;
}

static void check(const char *where, const char *text)
{
    g_autofree char *lower = g_ascii_strdown(text, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++) {
        g_autofree char *secret = g_ascii_strdown(secrets[i], -1);
        for (guint shift = 0; shift < 3; shift++) {
            /* The middle of it, as base64 writes it behind so many bytes. */
            g_autofree char *behind = g_strconcat(&"xx"[2 - shift], secrets[i], NULL);
            g_autofree char *base64 = g_base64_encode((const guchar *)behind, strlen(behind));
            base64[strlen(base64) - 4] = '\0';
            /* A shorter one may be anything. */
            if (strlen(base64 + 4) >= 8 && strstr(text, base64 + 4))
                g_error("\"%s\" in base64 survives in %s:\n%s", secret, where, text);
        }
        if (strstr(lower, secret))
            g_error("\"%s\" survives in %s:\n%s", secret, where, text);
    }
}

static void check_reports(json_t *clean)
{
    for (const char *const *format = report_formats(); *format != NULL; format++) {
        g_autofree char *report = report_render(*format, clean, LANGUAGE_ENGLISH);
        check(*format, report);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 40)
        return -1;
    GString *text = letter(data, size);
    g_autofree char *base64 = g_base64_encode((const guchar *)text->str, text->len);
    json_auto_t *facts = json_pack(
        "{s:s, s:s, s:s, s:[s], s:s}", "recipient", "zorptik@example.net", "sender",
        "qvarn.xybold@example.org", "subject", "frobnitz91 and wibble4417", "urls",
        "https://lists.example/u/glarchtok33", "diagnostic", "550 no zorptik@example.net");
    json_auto_t *document =
        json_pack("{s:O, s:{s:s}, s:{s:s}, s:{s:s, s:s}}", "facts", facts, "request", "text",
                  text->str, "input", "base64", base64, "cause", "what", "zorptik is not there",
                  "note", "550 see https://lists.example/u/glarchtok33.");
    g_string_free(text, TRUE);
    if (!document)
        return -1;
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ALL);
    json_auto_t *clean = redaction_document(redaction, document);
    g_autofree char *all = json_dumps(clean, JSON_COMPACT);
    check("the document", all);
    gsize length;
    const char *kept =
        json_string_value(json_object_get(json_object_get(clean, "input"), "base64"));
    g_autofree guchar *bytes = kept && *kept ? g_base64_decode(kept, &length) : NULL;
    g_autofree char *mail = bytes ? g_strndup((char *)bytes, length) : g_strdup("");
    check("the mail", mail);
    check_reports(clean);
    return 0;
}
