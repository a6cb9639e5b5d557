#include "content/read_prose.h"

#include <string.h>

#include "content/read_address.h"
#include "content/read_delivery_status.h"
#include "content/read_fields.h"
#include "content/read_host.h"
#include "content/read_reply.h"

/* What speaks for and against an address being one that mail did not reach. Addresses of at least
 * ENOUGH are recipients; where there is none, the best one above NOTHING is. */
enum {
    WEIGHT_LEADING = 2,     /* it begins its line */
    WEIGHT_ZONE = 3,        /* "could not be delivered to:" stands before it */
    WEIGHT_AT_ONCE = 3,     /* "your message to", "user" stands right before it */
    WEIGHT_UNDELIVERED = 3, /* "is not known here" stands behind it */
    WEIGHT_ALONE = 2,       /* nothing else stands in its line */
    WEIGHT_ANSWERED = 2,    /* it begins its line, and a reply stands behind it */
    AGAINST_OTHER = -6,     /* "contact", "from", "sender" stands before it */
    AGAINST_SYSTEM = -7,    /* postmaster */
    AGAINST_REPLY = -3,     /* in the words of a server */
    AGAINST_OWN = -4,       /* the one who got the bounce */
    AGAINST_FIELD = -6,     /* in a header field that is of no recipient */
    AGAINST_MENTION = -3,   /* part of a link, a message id */
    ENOUGH = 4,
    NOTHING = -4,
    CANDIDATES_MAX = 2000,
    RECIPIENTS_MAX = 1000,
    SENTENCE_MAX = 240
};

typedef struct {
    Span span;
    char *address;
    int score;
    Action action;
    gboolean is_sender;
} Candidate;

typedef struct {
    const SpottedText *spotted;
    const char *own;
    GArray *candidates; /* Candidate */
} Reading;

static gsize line_start(const char *text, gsize at)
{
    while (at && text[at - 1] != '\n')
        at--;
    return at;
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

/* The phrases in the same line, before the address: the nearest one that speaks of an address
 * counts. */
static int weigh_before(const SpottedText *spotted, gsize start, const Span *span)
{
    for (guint i = spotted_first(spotted, span->start); i-- > 0;) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start < start)
            break;
        if (spot->end > span->start)
            continue;
        gboolean at_once =
            span->start - spot->end <= 12 && only_decoration(spotted->text, spot->end, span->start);
        switch ((Phrase)spot->meaning) {
        case PHRASE_NOT_RECIPIENT:
            return AGAINST_OTHER;
        case PHRASE_REPLY:
            return AGAINST_REPLY;
        case PHRASE_FAILED:
        case PHRASE_DELAYED:
        case PHRASE_DELIVERED:
            return WEIGHT_AT_ONCE;
        case PHRASE_MAIL_TO:
        case PHRASE_USER:
            if (at_once)
                return WEIGHT_AT_ONCE;
            break;
        default:
            break;
        }
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
    static const char *const recipients[] = {
        "to",      "final-recipient", "original-recipient", "x-failed-recipients",
        "rcpt to", "recipient"};
    static const char *const others[] = {"from",        "cc",        "sender",   "reply-to",
                                         "return-path", "date",      "subject",  "message-id",
                                         "received",    "mail from", "bcc",      "x-sender",
                                         "发件人",      "抄送",      "errors-to"};
    const char *colon = memchr(text + start, ':', MIN(end - start, (gsize)32));
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
            (text[i + 3] == ' ' || text[i + 3] == '-' || text[i + 3] == '.'))
            return TRUE;
    return FALSE;
}

static gsize indent_of(const char *text, gsize start)
{
    gsize indent = 0;
    while (text[start + indent] == ' ' || text[start + indent] == '\t')
        indent++;
    return indent;
}

/* A line that goes on with the words of a server: indented as the one before it, in a paragraph
 * that has a reply's code. A new recipient stands further left. */
static gboolean continues_reply(const char *text, gsize start)
{
    enum { PARAGRAPH_MAX = 600 };
    gsize indent = indent_of(text, start);
    if (!indent || start < 2 || text[start - 2] == '\n')
        return FALSE;
    if (indent_of(text, line_start(text, start - 1)) > indent)
        return FALSE;
    gsize paragraph = start - 1;
    while (paragraph > 1 && start - paragraph < PARAGRAPH_MAX &&
           !(text[paragraph] == '\n' && text[paragraph - 1] == '\n'))
        paragraph--;
    return behind_reply(text, paragraph, start);
}

/* "me@example.org sender rejected": a role said right behind the address. */
static gboolean sender_said_behind(const char *text, gsize length, gsize at)
{
    static const char *const words[] = {"sender rejected",  "suspected invalid sender",
                                        "max messages per", "maximum messages per",
                                        "发件人被拒绝",     "疑似无效发件",
                                        "每个会话",         "sender address rejected"};
    gsize stop = MIN(length, at + 8);
    while (at < stop && (text[at] == ' ' || strchr(">)\"':", text[at])))
        at++;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (length - at >= strlen(words[i]) &&
            !g_ascii_strncasecmp(text + at, words[i], strlen(words[i])))
            return TRUE;
    return FALSE;
}

/* Where lists and services take their bounces: "list-bounces@", "bounces+id@", "owner-list@". */
static gboolean takes_bounces(const char *address)
{
    static const char *const words[] = {"bounces", "bounce", "owner", "request", "admin"};
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

static void weigh(const Reading *reading, Candidate *candidate)
{
    const SpottedText *spotted = reading->spotted;
    const char *text = spotted->text;
    const Span *span = &candidate->span;
    gsize start = line_start(text, span->start);
    gsize end = line_end(text, spotted->length, span->end);
    gboolean leads = only_decoration(text, start, span->start) && !continues_reply(text, start);
    int score = weigh_before(spotted, start, span) + weigh_behind(spotted, end, span) +
                weigh_field(text, start, span->start);
    candidate->action = zone_action(spotted, span->start);
    score += leads ? WEIGHT_LEADING : 0;
    score += leads && only_decoration(text, span->end, end) ? WEIGHT_ALONE : 0;
    score += leads && behind_reply(text, span->end, end) ? WEIGHT_ANSWERED : 0;
    score += candidate->action != ACTION_UNKNOWN && leads ? WEIGHT_ZONE : 0;
    score += address_is_system(candidate->address, strlen(candidate->address)) ? AGAINST_SYSTEM : 0;
    score += takes_bounces(candidate->address) ? AGAINST_OWN : 0;
    score += behind_reply(text, start, span->start) ? AGAINST_REPLY : 0;
    score += is_mention(text, span) ? AGAINST_MENTION : 0;
    if (reading->own && !g_ascii_strcasecmp(reading->own, candidate->address))
        score += AGAINST_OWN;
    candidate->is_sender = sender_said_behind(text, spotted->length, span->end);
    candidate->score = candidate->is_sender ? AGAINST_OTHER : score;
}

static void candidate_clear(gpointer data)
{
    g_free(((Candidate *)data)->address);
}

gsize prose_end(const SpottedText *spotted)
{
    for (guint i = 0; i < spotted->spots->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->meaning != PHRASE_RETURNED)
            continue;
        gsize start = line_start(spotted->text, spot->start);
        if (only_decoration(spotted->text, start, spot->start))
            return start;
    }
    return spotted->length;
}

static void gather(Reading *reading, gsize end)
{
    Span span;
    const char *text = reading->spotted->text;
    for (gsize at = 0;
         reading->candidates->len < CANDIDATES_MAX && address_next(text, end, at, &span);
         at = span.end) {
        Candidate candidate = {.span = span,
                               .address = g_strndup(text + span.start, span.end - span.start)};
        weigh(reading, &candidate);
        g_array_append_val(reading->candidates, candidate);
    }
}

static int best_score(const GArray *candidates)
{
    int best = NOTHING;
    for (guint i = 0; i < candidates->len; i++)
        best = MAX(best, g_array_index(candidates, Candidate, i).score);
    return best;
}

/* The candidates that are recipients, each address once, as indices. */
static GArray *choose(const GArray *candidates)
{
    int best = best_score(candidates);
    int least = MIN(best, ENOUGH);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; best > NOTHING && i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (candidate->score < least || chosen->len >= RECIPIENTS_MAX)
            continue;
        if (best < ENOUGH && chosen->len)
            break;
        if (g_hash_table_add(seen, g_ascii_strdown(candidate->address, -1)))
            g_array_append_val(chosen, i);
    }
    return chosen;
}

void prose_read_reply(const SpottedText *spotted, gsize start, gsize end, Facts *facts)
{
    Host host = {0};
    Reply reply = reply_find(spotted->text + start, end - start);
    if (reply.score && !facts->diagnostic.text) {
        g_autofree char *words =
            reply_unfold(spotted->text + start + reply.start, reply.end - reply.start, 2000);
        facts_take_reply(facts, words, &reply, 80);
    }
    if (facts->remote_mta_name.text || !host_find_remote(spotted, start, end, &host))
        return;
    fact_set(&facts->remote_mta_name, host.name, 80);
    fact_set(&facts->remote_mta_ip, host.ip, 80);
    host_clear(&host);
}

static void add_case(const Reading *reading, const Candidate *candidate, gsize end, gboolean only,
                     GPtrArray *cases)
{
    const SpottedText *spotted = reading->spotted;
    Facts *facts = facts_new(KIND_FAILURE);
    fact_set(&facts->recipient, candidate->address, CLAMP(50 + 5 * candidate->score, 30, 90));
    facts->action = candidate->action;
    prose_read_reply(spotted, candidate->span.start, end, facts);
    if (only)
        prose_read_reply(spotted, 0, spotted->length, facts);
    g_ptr_array_add(cases, facts);
}

static void set_senders(const Reading *reading, GPtrArray *cases)
{
    for (guint i = 0; i < reading->candidates->len; i++) {
        const Candidate *candidate = &g_array_index(reading->candidates, Candidate, i);
        if (!candidate->is_sender)
            continue;
        if (!cases->len)
            g_ptr_array_add(cases, facts_new(KIND_FAILURE));
        for (guint j = 0; j < cases->len; j++)
            fact_set(&((Facts *)cases->pdata[j])->sender, candidate->address, 85);
        return;
    }
}

void prose_read(const SpottedText *spotted, const char *own, GPtrArray *cases)
{
    Reading reading = {.spotted = spotted, .own = own};
    gsize end = prose_end(spotted);
    reading.candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_set_clear_func(reading.candidates, candidate_clear);
    gather(&reading, end);
    g_autoptr(GArray) chosen = choose(reading.candidates);
    for (guint i = 0; i < chosen->len; i++) {
        guint index = g_array_index(chosen, guint, i);
        const Candidate *candidate = &g_array_index(reading.candidates, Candidate, index);
        gsize stop = end;
        if (i + 1 < chosen->len)
            stop = g_array_index(reading.candidates, Candidate, g_array_index(chosen, guint, i + 1))
                       .span.start;
        add_case(&reading, candidate, stop, chosen->len == 1, cases);
    }
    set_senders(&reading, cases);
    g_array_unref(reading.candidates);
}
