/* A wording is the diagnostic without what is the case's own. */
#include "content/catalogue/identify_memo.h"

#include <string.h>

#include "content/catalogue/identify.h"

enum { WORDINGS_MAX = 20000, WORDING_MAX = 2000, MARK_LEAST = 14, MARK_DIGITS = 3 };

struct IdentifyMemo {
    const Catalogue *catalogue;
    GHashTable *wordings;     /* text to IdentifiedWording */
    IdentifiedWording *other; /* the last that is not kept */
};

static void wording_free(gpointer data)
{
    IdentifiedWording *wording = data;
    if (wording && wording->found)
        g_ptr_array_unref(wording->found);
    g_free(wording);
}

IdentifyMemo *identify_memo_new(const Catalogue *catalogue)
{
    IdentifyMemo *memo = g_new0(IdentifyMemo, 1);
    memo->catalogue = catalogue;
    memo->wordings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, wording_free);
    return memo;
}

void identify_memo_free(IdentifyMemo *memo)
{
    if (!memo)
        return;
    g_hash_table_unref(memo->wordings);
    wording_free(memo->other);
    g_free(memo);
}

static gboolean is_mark_letter(char letter)
{
    return g_ascii_isalnum(letter) || letter == '-' || letter == '_';
}

/* "d2e1a72fcca58-38ab12si1234567qtb": letters and digits, long. */
static gsize mark_length(const char *text)
{
    gsize length = 0, digits = 0;
    for (; is_mark_letter(text[length]); length++)
        digits += g_ascii_isdigit(text[length]) ? 1 : 0;
    return length >= MARK_LEAST && digits >= MARK_DIGITS ? length : 0;
}

/* How many bytes at `text` are one of the case's own texts; *sign stands for it. */
static gsize own_length(const char *text, const Facts *facts, const char **sign)
{
    const struct {
        const char *own, *sign;
    } owns[] = {{facts->recipient.text, "<r>"},
                {facts->original_recipient.text, "<o>"},
                {facts->sender.text, "<s>"},
                {facts->source_ip.text, "<i>"},
                {facts->remote_mta_ip.text, "<m>"}};
    for (guint i = 0; i < G_N_ELEMENTS(owns); i++) {
        gsize length = owns[i].own ? strlen(owns[i].own) : 0;
        if (length && !g_ascii_strncasecmp(text, owns[i].own, length)) {
            *sign = owns[i].sign;
            return length;
        }
    }
    return 0;
}

static void append_wording(GString *key, const char *text, const Facts *facts)
{
    const char *stop = text + strnlen(text, WORDING_MAX);
    gboolean within = FALSE; /* a word */
    while (text < stop) {
        const char *sign = "<n>";
        gsize length = within ? 0 : own_length(text, facts, &sign);
        if (!length && !within)
            length = mark_length(text);
        within = is_mark_letter(*text);
        if (length) {
            g_string_append(key, sign);
            text += length;
            within = TRUE;
        } else {
            g_string_append_c(key, *text++);
        }
    }
}

/* The system that spoke: its host but for numbers (mx1, mx2), else where the mail was to go. */
static void append_speaker(GString *key, const Facts *facts)
{
    const char *host = facts->remote_mta_name.text;
    const char *at = facts->recipient.text ? strrchr(facts->recipient.text, '@') : NULL;
    const char *name = host ? host : at ? at + 1 : "";
    g_string_append_c(key, host ? 'h' : 'd');
    for (; *name; name++)
        g_string_append_c(key, host && g_ascii_isdigit(*name) ? '0' : *name);
}

static char *wording_key(const Facts *facts)
{
    GString *key = g_string_new(NULL);
    const char *code = facts->reply_code.text, *status = facts->enhanced_status.text;
    g_string_append_printf(key, "%d %s %s ", facts->kind, code ? code : "", status ? status : "");
    append_speaker(key, facts);
    g_string_append_c(key, ' ');
    append_wording(key, facts->diagnostic.text, facts);
    return g_string_free(key, FALSE);
}

static const Cause *first_cause(const IdentifyMemo *memo, const Facts *facts)
{
    g_autoptr(GPtrArray) candidates = identify(memo->catalogue, facts, NULL);
    return candidates->len ? ((const Candidate *)candidates->pdata[0])->cause : NULL;
}

static IdentifiedWording *not_kept(IdentifyMemo *memo, const Facts *facts)
{
    wording_free(memo->other);
    memo->other = g_new0(IdentifiedWording, 1);
    memo->other->cause = first_cause(memo, facts);
    return memo->other;
}

IdentifiedWording *identify_memo_find(IdentifyMemo *memo, const Facts *facts)
{
    if (!facts->diagnostic.text || !*facts->diagnostic.text || facts->kind != KIND_LOG_LINE)
        return not_kept(memo, facts);
    g_autofree char *key = wording_key(facts);
    IdentifiedWording *wording = g_hash_table_lookup(memo->wordings, key);
    if (wording)
        return wording;
    if (g_hash_table_size(memo->wordings) >= WORDINGS_MAX)
        return not_kept(memo, facts);
    wording = g_new0(IdentifiedWording, 1);
    wording->cause = first_cause(memo, facts);
    g_hash_table_insert(memo->wordings, g_steal_pointer(&key), wording);
    return wording;
}
