#include "content/reader/read_candidate.h"

#include <string.h>

#include "content/reader/read_reply_roles.h"
#include "content/reader/read_signature.h"

/* What speaks for and against an address being one that mail did not reach. */
enum {
    WEIGHT_LEADING = 2,     /* it begins its line */
    WEIGHT_ZONE = 3,        /* "could not be delivered to:" stands before it */
    WEIGHT_SAID = 3,        /* the same, in its line */
    WEIGHT_AT_ONCE = 3,     /* "your message to", "user" stands right before it */
    WEIGHT_UNDELIVERED = 3, /* "is not known here" stands behind it */
    WEIGHT_ALONE = 2,       /* nothing else stands in its line */
    WEIGHT_ANSWERED = 2,    /* it begins its line, and a reply stands behind it */
    AGAINST_OTHER = -6,     /* "contact", "from", "sender" stands before it */
    AGAINST_SYSTEM = -7,    /* postmaster */
    AGAINST_REPLY = -3,     /* in the words of a server */
    AGAINST_OWN = -4,       /* one who sent the mail or got the bounce */
    AGAINST_FIELD = -6,     /* in a header field that is of no recipient */
    AGAINST_MENTION = -3,   /* part of a link, a message id */
    GAP_MAX = 12,
    SENTENCE_MAX = 240,
    CONTEXT_MAX = 600
};

static gsize line_start(const char *text, gsize at)
{
    const char *feed = memrchr(text, '\n', at);
    return feed ? (gsize)(feed - text) + 1 : 0;
}

static gsize line_end(const char *text, gsize length, gsize at)
{
    const char *end = memchr(text + at, '\n', length - at);
    return end ? (gsize)(end - text) : length;
}

static gboolean only_decoration(const char *text, gsize start, gsize end)
{
    for (gsize i = start; i < end; i++)
        if (g_ascii_isalpha(text[i]) || (guchar)text[i] >= 0x80)
            return FALSE;
    return TRUE;
}

/* The last phrase before an address that says how it fared, and its action. */
static Action zone_action(const SpottedText *spotted, gsize at)
{
    for (guint i = spotted_first(spotted, at); i-- > 0;) {
        switch ((Phrase)g_array_index(spotted->spots, Spot, i).meaning) {
        case PHRASE_FAILED:
            return ACTION_FAILED;
        case PHRASE_DELAYED:
            return ACTION_DELAYED;
        case PHRASE_DELIVERED:
            return ACTION_DELIVERED;
        case PHRASE_RETURNED:
            return ACTION_UNKNOWN;
        default:
            break;
        }
    }
    return ACTION_UNKNOWN;
}

/* Whether the spot lies within one before it that tells more of the address: "address" in "sender
 * address", "user" in "unknown user:". */
static gboolean is_covered(const SpottedText *spotted, guint index)
{
    const Spot *spot = &g_array_index(spotted->spots, Spot, index);
    return index && spot[-1].end >= spot->end &&
           (spot[-1].meaning == PHRASE_NOT_RECIPIENT || spot[-1].meaning == PHRASE_FAILED ||
            spot[-1].meaning == PHRASE_SENDER);
}

static int weigh_phrase(Phrase phrase, gboolean at_once)
{
    switch (phrase) {
    case PHRASE_NOT_RECIPIENT:
    case PHRASE_SENDER:
        return AGAINST_OTHER;
    case PHRASE_REPLY:
        return AGAINST_REPLY;
    case PHRASE_FAILED:
    case PHRASE_DELAYED:
    case PHRASE_DELIVERED:
        return at_once ? CANDIDATE_ENOUGH : WEIGHT_SAID;
    case PHRASE_MAIL_TO:
    case PHRASE_USER:
        return at_once ? WEIGHT_AT_ONCE : 0;
    default:
        return 0;
    }
}

/* The phrases between `start` and the address: the nearest one that speaks of an address counts. */
static int weigh_before(const SpottedText *spotted, gsize start, const Span *span)
{
    for (guint i = spotted_first(spotted, span->start); i-- > 0;) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start < start)
            break;
        if (spot->end > span->start || is_covered(spotted, i))
            continue;
        gboolean at_once = span->start - spot->end <= GAP_MAX &&
                           only_decoration(spotted->text, spot->end, span->start);
        int weight = weigh_phrase((Phrase)spot->meaning, at_once);
        gboolean of_another = weight == AGAINST_OTHER &&
                              memchr(spotted->text + spot->end, '@', span->start - spot->end);
        if (weight && !of_another) /* "from a@example.org to b@example.net": of the next one only */
            return weight;
    }
    return 0;
}

static int weigh_behind(const SpottedText *spotted, gsize end, const Span *span)
{
    gsize stop = MIN(end, span->end + SENTENCE_MAX);
    return spotted_within(spotted, PHRASE_UNDELIVERED, span->end, stop) ? WEIGHT_UNDELIVERED : 0;
}

/* A line that is a header field: only those of a recipient speak for an address. */
static int weigh_field(const char *text, gsize start, gsize end)
{
    static const char *const recipients[] = {"to",
                                             "final-recipient",
                                             "original-recipient",
                                             "x-failed-recipients",
                                             "rcpt to",
                                             "recipient",
                                             "收件人",
                                             "收件者",
                                             "收信人",
                                             "宛先",
                                             "empfänger",
                                             "destinataire",
                                             "destinatario"};
    static const char *const others[] = {"from",        "cc",        "sender",   "reply-to",
                                         "return-path", "date",      "subject",  "message-id",
                                         "received",    "mail from", "bcc",      "x-sender",
                                         "发件人",      "抄送",      "errors-to"};
    gsize look = MIN(end - start, (gsize)32);
    const char *colon = memchr(text + start, ':', look);
    colon = colon ? colon : memmem(text + start, look, "：", strlen("："));
    if (!colon)
        return 0;
    g_autofree char *name = g_strndup(text + start, (gsize)(colon - text) - start);
    g_strstrip(name);
    for (guint i = 0; i < G_N_ELEMENTS(recipients); i++)
        if (!g_ascii_strcasecmp(name, recipients[i]))
            return i ? WEIGHT_ZONE : AGAINST_OWN; /* a bounce is "To:" its sender */
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (!g_ascii_strcasecmp(name, others[i]))
            return AGAINST_FIELD;
    return 0;
}

/* Whether a reply's code stands before the address in its line. */
static gboolean behind_reply(const char *text, gsize start, gsize at)
{
    for (gsize i = start; i + 4 < at; i++)
        if ((text[i] == '4' || text[i] == '5') && g_ascii_isdigit(text[i + 1]) &&
            g_ascii_isdigit(text[i + 2]) && (i == start || !g_ascii_isalnum(text[i - 1])) &&
            memchr(" -.,\n", text[i + 3], 5))
            return TRUE;
    return FALSE;
}

/* "a@example.net: 550 ...", "{'a@example.net': (550, ...": a reply's code right behind it. */
static gboolean is_answered_at_once(const char *text, gsize at, gsize end)
{
    enum { GAP = 5 };
    gsize start = at;
    while (at < end && at - start <= GAP && !g_ascii_isalnum(text[at]))
        at++;
    return at > start && at - start <= GAP && behind_reply(text, at, MIN(end, at + GAP));
}

static gsize indent_of(const char *text, gsize start)
{
    gsize indent = 0;
    while (text[start + indent] == ' ' || text[start + indent] == '\t')
        indent++;
    return indent;
}

/* Where the words begin that the line goes on with: a line that is indented as the one before it,
 * in an entry that has a reply's code, is that entry's. A new recipient stands further left. The
 * line's own start where it stands for itself. */
static gsize context_start(const char *text, gsize start)
{
    gsize indent = indent_of(text, start);
    gsize entry = start;
    while (indent && entry >= 2 && text[entry - 2] != '\n' && start - entry < CONTEXT_MAX) {
        entry = line_start(text, entry - 1);
        gsize before = indent_of(text, entry);
        if (before > indent)
            return start;
        if (before < indent)
            break;
    }
    return behind_reply(text, entry, start + indent) ? entry : start;
}

/* "me@example.org sender rejected": a role said right behind the address. */
static gboolean sender_said_behind(const char *text, gsize length, gsize at)
{
    gsize stop = MIN(length, at + 8);
    guint colons = 0; /* "kim@example.net: : Sender address rejected" names the recipient */
    for (; at < stop && (text[at] == ' ' || strchr(">)\"':.", text[at])); at++)
        colons += text[at] == ':';
    if (colons > 1)
        return FALSE;
    return reply_says_sender(text + at, length - at);
}

/* Whether a phrase of this meaning stands right before the address: "(expanded from: <...>)". */
static gboolean is_behind(const SpottedText *spotted, Phrase meaning, const Span *span)
{
    enum { PHRASE_LENGTH_MAX = 40 };
    for (guint i = spotted_first(spotted, span->start); i-- > 0;) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start + PHRASE_LENGTH_MAX < span->start)
            return FALSE;
        if (spot->meaning == (int)meaning && spot->end <= span->start)
            return only_decoration(spotted->text, spot->end, span->start);
    }
    return FALSE;
}

/* Whether the entry that an origin belongs to names no address itself, but a pipe, a file, or
 * "an undisclosed address": the line before it that is indented less, or its own line. */
static gboolean stands_for_entry(const char *text, gsize start, gsize at)
{
    gsize indent = indent_of(text, start), entry = start;
    while (indent && entry && at - entry < CONTEXT_MAX && indent_of(text, entry) >= indent)
        entry = line_start(text, entry - 1);
    gsize end = entry == start ? at : line_end(text, at, entry);
    return !memchr(text + entry, '@', end - entry);
}

/* Where lists and services take their bounces: "list-bounces@", "bounces+id@", "owner-list@". */
static gboolean takes_bounces(const char *address)
{
    static const char *const words[] = {"bounces",   "bounce",      "owner", "request",
                                        "admin",     "ctl",         "help",  "join",
                                        "subscribe", "unsubscribe", "leave"};
    g_autofree char *local = g_ascii_strdown(address, (gssize)strcspn(address, "@"));
    g_auto(GStrv) parts = g_strsplit_set(local, "-+=.", 0);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (parts[0] && parts[1] && g_strv_contains((const char *const *)parts, words[i]))
            return TRUE;
    return FALSE;
}

static gboolean is_mention(const char *text, const Span *span)
{
    char before = span->start ? text[span->start - 1] : ' ';
    char behind = text[span->end];
    return before == '/' || before == '=' || before == '&' || behind == '/' || behind == '&';
}

/* Sendmail's own line in a session: "550 5.1.1 <a@example.net>... User unknown". */
static gboolean is_session_line(const char *text, gsize length, gsize start, const Span *span)
{
    return length - span->end > 4 && !memcmp(text + span->end, ">...", 4) &&
           !g_ascii_isspace(text[start]) && memcmp(text + start, "<<<", 3) &&
           strspn(text + start, "0123456789.- <") >= span->start - start;
}

static gboolean is_among(const char *const *addresses, const char *address)
{
    for (; addresses && *addresses; addresses++)
        if (!g_ascii_strcasecmp(*addresses, address))
            return TRUE;
    return FALSE;
}

static int weigh_address(const Candidate *candidate, const char *const *own)
{
    const char *address = candidate->address;
    return (address_is_system(address, strlen(address)) ? AGAINST_SYSTEM : 0) +
           (takes_bounces(address) || is_among(own, address) ? AGAINST_OWN : 0);
}

static int weigh_place(const SpottedText *spotted, const Candidate *candidate, gsize start)
{
    const char *text = spotted->text;
    const Span *span = &candidate->span;
    gsize end = line_end(text, spotted->length, span->end), context = context_start(text, start);
    gboolean leads = only_decoration(text, start, span->start) && context == start;
    int score = weigh_before(spotted, context, span) + weigh_behind(spotted, end, span) +
                weigh_field(text, start, span->start);
    score += leads ? WEIGHT_LEADING : 0;
    score += leads && only_decoration(text, span->end, end) ? WEIGHT_ALONE : 0;
    score += leads && behind_reply(text, span->end, end) ? WEIGHT_ANSWERED : 0;
    score += !leads && is_answered_at_once(text, span->end, end) ? WEIGHT_ANSWERED : 0;
    score += candidate->action != ACTION_UNKNOWN && leads ? WEIGHT_ZONE : 0;
    score += behind_reply(text, context, span->start) ? AGAINST_REPLY : 0;
    score += is_mention(text, span) ? AGAINST_MENTION : 0;
    return score;
}

void candidate_weigh(const SpottedText *spotted, const char *const *own, Candidate *candidate)
{
    const char *text = spotted->text;
    const Span *span = &candidate->span;
    gsize start = line_start(text, span->start);
    candidate->action = zone_action(spotted, span->start);
    candidate->score = weigh_place(spotted, candidate, start) + weigh_address(candidate, own);
    candidate->is_sender = sender_said_behind(text, spotted->length, span->end) ||
                           is_behind(spotted, PHRASE_SENDER, span);
    if (is_session_line(text, spotted->length, start, span)) {
        candidate->of_session = TRUE;
        candidate->score = MAX(candidate->score, CANDIDATE_ENOUGH - 1);
    }
    if (is_behind(spotted, PHRASE_ORIGIN, span)) {
        candidate->is_origin = !stands_for_entry(text, start, span->start);
        candidate->score = candidate->is_origin ? AGAINST_OTHER : CANDIDATE_ENOUGH;
    }
    if (candidate->is_sender || signature_holds(spotted, span->start))
        candidate->score = AGAINST_OTHER;
}
