/* The child writes a line for each signature: state, domain, selector and problem, tabs between. */
#include "checks/auth/dkim_signature.h"

#include <string.h>
#include "checks/auth/dkim_key.h"
#include <unistd.h>

#ifdef HAVE_OPENDKIM
#include "checks/confine/confined_child.h"
#include <stdbool.h>
#include <sys/types.h>
/* libopendkim's header needs these before it. */
#include <dkim.h>

#define VERIFY_TIME_LIMIT 2000               /* milliseconds */
#define CLOCK_DRIFT (10UL * 365 * 24 * 3600) /* a bounce may be read long after x= */

enum { SIGNATURES_MAX = 20 };

/* What the child works with. */
typedef struct {
    Answers *answers;
    const char *message;
    int output;
} Verification;

/* libopendkim's callbacks bear no data of ours; a child verifies one message. */
static Answers *known_answers;

static DKIM_CBSTAT look_up_key(DKIM *dkim, DKIM_SIGINFO *signature, unsigned char *text,
                               size_t size)
{
    (void)dkim;
    g_autofree char *name =
        g_strdup_printf("%s._domainkey.%s", (char *)dkim_sig_getselector(signature),
                        (char *)dkim_sig_getdomain(signature));
    const Answer *answer = answers_get(known_answers, name, TYPE_TXT);
    const Record *record = answer && answer->status == ANSWER_OK ? dkim_key_record(answer) : NULL;
    gsize length = 0;
    const char *key = record ? g_bytes_get_data(record->strings, &length) : NULL;
    g_autofree char *wrapped = key ? dkim_key_for_library(key, length) : NULL;
    if (wrapped) {
        key = wrapped;
        length = strlen(wrapped);
    }
    if (!key || length >= size || memchr(key, 0, length))
        return DKIM_CBSTAT_NOTFOUND;
    memcpy(text, key, length);
    text[length] = '\0';
    return DKIM_CBSTAT_CONTINUE;
}

/* All signatures, also behind one that passes. */
static DKIM_CBSTAT process_all(DKIM *dkim, DKIM_SIGINFO **signatures, int count)
{
    for (int i = 0; i < count; i++)
        if (!(dkim_sig_getflags(signatures[i]) & DKIM_SIGFLAG_PROCESSED))
            dkim_sig_process(dkim, signatures[i]);
    return DKIM_CBSTAT_CONTINUE;
}

/* A key with t=s and a signature of a subdomain: the library says it, but passes it all the same.
 */
static DkimSignatureState state_of(DKIM_SIGINFO *signature)
{
    if (dkim_sig_geterror(signature) == DKIM_SIGERROR_SUBDOMAIN)
        return DKIM_SIGNATURE_UNKNOWN;
    if (dkim_sig_getflags(signature) & DKIM_SIGFLAG_PASSED)
        return dkim_sig_getbh(signature) == DKIM_SIGBH_MATCH ? DKIM_SIGNATURE_PASSES
                                                             : DKIM_SIGNATURE_HEADER_PASSES;
    return dkim_sig_geterror(signature) == DKIM_SIGERROR_BADSIG ? DKIM_SIGNATURE_FAILS
                                                                : DKIM_SIGNATURE_UNKNOWN;
}

static void append_word(GString *line, const char *word)
{
    g_string_append_c(line, '\t');
    for (; word && *word; word++)
        g_string_append_c(line, g_ascii_isprint(*word) ? *word : '?');
}

static void say(const Verification *verification, DKIM_SIGINFO *signature)
{
    g_autoptr(GString) line = g_string_new(NULL);
    int error = dkim_sig_geterror(signature);
    g_string_append_printf(line, "%d", (int)state_of(signature));
    append_word(line, (const char *)dkim_sig_getdomain(signature));
    append_word(line, (const char *)dkim_sig_getselector(signature));
    append_word(line, error ? dkim_sig_geterrorstr(error) : NULL);
    g_string_append_c(line, '\n');
    if (write(verification->output, line->str, line->len) != (gssize)line->len)
        _exit(1);
}

static DKIM_LIB *open_library(void)
{
    uint64_t drift = CLOCK_DRIFT;
    DKIM_LIB *library = dkim_init(NULL, NULL);
    if (!library)
        _exit(1);
    dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_CLOCKDRIFT, &drift, sizeof drift);
    dkim_set_key_lookup(library, look_up_key);
    dkim_set_final(library, process_all);
    return library;
}

/* As it went over the wire: RFC 5322 2.1. */
static GString *with_wire_line_ends(const char *message)
{
    GString *wire = g_string_new(NULL);
    for (; *message; message++) {
        if (*message == '\n')
            g_string_append_c(wire, '\r');
        g_string_append_c(wire, *message);
    }
    return wire;
}

static void verify(int output, gpointer data)
{
    Verification *verification = data;
    DKIM_STAT status;
    DKIM_SIGINFO **signatures = NULL;
    int count = 0;
    verification->output = output;
    known_answers = verification->answers;
    DKIM *dkim = dkim_verify(open_library(), (const unsigned char *)"returned", NULL, &status);
    g_autoptr(GString) wire = with_wire_line_ends(verification->message);
    if (!dkim || dkim_chunk(dkim, (unsigned char *)wire->str, wire->len) != DKIM_STAT_OK ||
        dkim_chunk(dkim, NULL, 0) != DKIM_STAT_OK)
        return;
    dkim_eom(dkim, NULL);
    if (dkim_getsiglist(dkim, &signatures, &count) != DKIM_STAT_OK)
        return;
    for (int i = 0; i < count && i < SIGNATURES_MAX; i++)
        say(verification, signatures[i]);
}

static void verdict_free(gpointer data)
{
    DkimSignatureVerdict *verdict = data;
    g_free(verdict->domain);
    g_free(verdict->selector);
    g_free(verdict->problem);
    g_free(verdict);
}

/* What the child said; it is not trusted more than a message is. */
static GPtrArray *read_lines(const char *text)
{
    GPtrArray *verdicts = g_ptr_array_new_with_free_func(verdict_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit(*line, "\t", 4);
        guint64 state = DKIM_SIGNATURE_UNKNOWN;
        if (g_strv_length(words) != 4 ||
            !g_ascii_string_to_unsigned(words[0], 10, 0, DKIM_SIGNATURE_UNKNOWN, &state, NULL))
            continue;
        DkimSignatureVerdict *verdict = g_new(DkimSignatureVerdict, 1);
        *verdict = (DkimSignatureVerdict){.domain = g_strdup(words[1]),
                                          .selector = g_strdup(words[2]),
                                          .state = (DkimSignatureState)state,
                                          .problem = *words[3] ? g_strdup(words[3]) : NULL};
        g_ptr_array_add(verdicts, verdict);
    }
    return verdicts;
}

gboolean dkim_signatures_verifiable(void)
{
    return TRUE;
}

GPtrArray *dkim_signatures_verify(Answers *answers, GBytes *message)
{
    const char *why;
    gsize length;
    const char *bytes = message ? g_bytes_get_data(message, &length) : NULL;
    if (!bytes)
        return NULL;
    g_autofree char *text = g_strndup(bytes, length);
    Verification verification = {.answers = answers, .message = text};
    g_autofree char *lines = confined_child_run(verify, &verification, VERIFY_TIME_LIMIT, &why);
    return lines ? read_lines(lines) : NULL;
}

#else

gboolean dkim_signatures_verifiable(void)
{
    return FALSE;
}

GPtrArray *dkim_signatures_verify(Answers *answers, GBytes *message)
{
    (void)answers;
    (void)message;
    return NULL;
}

#endif
