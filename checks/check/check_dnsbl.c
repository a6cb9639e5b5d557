#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/dnsbl/dnsbl_mask.h"
#include "checks/check/dnsbl_named.h"
#include "checks/dnsbl/dnsbl_reading.h"
#include "checks/dns/organisation.h"
#include "checks/dnsbl/rewriting.h"
#include "checks/check/table.h"

#define NAMES_MAX 4

/* One subject at one list. */
typedef struct {
    const CheckContext *context;
    GPtrArray *findings;
    const DnsblList *list;
    const char *zone;
    const char *asked_zone; /* with the key before it where the list wants one */
    const char *subject;
    unsigned kind;                                    /* DNSBL_IPV4, _IPV6, or _DOMAIN | _HOST */
    const Answer *asked[NAMES_MAX], *test[NAMES_MAX]; /* NULL behind the last */
    const Answer *not_listed;                         /* the entry that must not exist */
    const Answer *probe;                              /* whether the resolver invents addresses */
    gboolean named;                                   /* the bounce names the list */
    gboolean pending;
} Look;

static const Answer *ask(Look *look, const char *name)
{
    g_autofree char *below = g_strdup_printf("%s.%s", name, look->asked_zone);
    const Answer *answer = answers_get(look->context->answers, below, TYPE_A);
    look->pending = look->pending || !answer;
    return answer;
}

static const Answer *ask_address(Look *look, const char *ip)
{
    g_autofree char *name = reverse_name(ip, look->asked_zone);
    const Answer *answer = name ? answers_get(look->context->answers, name, TYPE_A) : NULL;
    look->pending = look->pending || (name && !answer);
    return answer;
}

/* The host itself only where the list knows hosts; the organisation's domain always. */
static void ask_subject(Look *look)
{
    guint count = 0;
    if (look->kind == DNSBL_IPV4 || look->kind == DNSBL_IPV6) {
        guint8 bytes[16];
        gsize length = address_parse(look->subject, bytes);
        g_autofree char *canonical = address_text(bytes, length);
        look->asked[0] = ask_address(look, canonical);
        return;
    }
    const char *organisation = organisational_domain(look->subject);
    gboolean host = look->list->asks & DNSBL_HOST;
    if (organisation)
        look->asked[count++] = ask(look, organisation);
    if (!organisation || (host && !g_str_equal(organisation, look->subject)))
        look->asked[count++] = ask(look, look->subject);
}

/* RFC 5782 5 and 2.2, in the same round as the question itself. A list for both families is as
 * alive as its IPv4 half. */
static void ask_test_entries(Look *look)
{
    if (look->kind & (DNSBL_DOMAIN | DNSBL_HOST)) {
        look->not_listed = ask(look, "INVALID");
        if (!look->list->test_count)
            look->test[0] = ask(look, "TEST");
        for (guint i = 0; i < look->list->test_count && i < NAMES_MAX; i++)
            look->test[i] = ask(look, look->list->test[i]);
        return;
    }
    gboolean ipv4 = look->list->asks & DNSBL_IPV4;
    look->test[0] = ipv4 ? ask(look, "2.0.0.127") : NULL;
    if (!ipv4)
        look->test[0] = ask_address(look, "::ffff:7f00:2");
    look->not_listed =
        look->kind == DNSBL_IPV4 ? ask(look, "1.0.0.127") : ask_address(look, "::ffff:7f00:1");
}

static Finding *add(const Look *look, const char *id, Effect effect, const char *detail)
{
    Finding *finding = finding_add(look->findings, id, look->context, look->subject, effect);
    finding->list = g_strdup(look->zone);
    finding->named = look->named;
    if (detail)
        finding_set_detail(finding, "%s", detail);
    for (guint i = 0; i < NAMES_MAX; i++)
        finding_add_evidence(finding, look->asked[i]);
    for (guint i = 0; i < NAMES_MAX; i++)
        finding_add_evidence(finding, look->test[i]);
    finding_add_evidence(finding, look->not_listed);
    if (look->probe && rewriting_proved(look->probe))
        finding_add_evidence(finding, look->probe);
    return finding;
}

static void add_could_not_ask(const Look *look, const Answer *answer)
{
    finding_add_could_not_ask(look->findings, "dnsbl", look->context, look->subject, answer);
    Finding *finding = g_ptr_array_index(look->findings, look->findings->len - 1);
    finding->list = g_strdup(look->zone);
    finding->named = look->named;
}

static void add_refused(const Look *look, const Answer *answer)
{
    g_autofree char *codes = dnsbl_codes(answer);
    add(look, "dnsbl.refused", EFFECT_FAILED, codes);
}

static void mask(char **text)
{
    char *masked = *text ? dnsbl_mask_keys(*text) : NULL;
    g_free(*text);
    *text = masked;
}

/* A key is a secret: the questions that held it are shown without. */
static void mask_key(const Look *look)
{
    for (guint i = 0; look->list->key && i < look->findings->len; i++) {
        Finding *finding = g_ptr_array_index(look->findings, i);
        if (g_strcmp0(finding->list, look->zone) != 0)
            continue;
        mask(&finding->detail);
        for (guint j = 0; j < finding->evidence->len; j++) {
            Evidence *evidence = g_ptr_array_index(finding->evidence, j);
            mask(&evidence->question);
            mask(&evidence->name);
            mask(&evidence->answer);
        }
    }
}

/* The answer that reads worst, and its reading. A listing at one name outweighs the other's
 * silence. */
static DnsblReading worst(const Look *look, const Answer *const *answers, const Answer **which)
{
    DnsblReading reading = DNSBL_READ_CLEAN;
    *which = answers[0];
    for (guint i = 0; i < NAMES_MAX; i++) {
        DnsblReading one = answers[i] ? dnsbl_read(look->list, answers[i]) : DNSBL_READ_CLEAN;
        if (one <= reading)
            continue;
        reading = one;
        *which = answers[i];
    }
    return reading;
}

/* NULL where the test entries behave; else the word that says how they don't. *unknown is set where
 * it cannot be told. */
static const char *test_entries_fail(const Look *look, gboolean listed, const Answer **unknown)
{
    const Answer *which;
    DnsblReading present = worst(look, look->test, &which);
    DnsblReading absent = dnsbl_read(look->list, look->not_listed);
    if (present == DNSBL_READ_CLEAN)
        return "test-entry-missing";
    if (absent == DNSBL_READ_LISTED)
        return "lists-everything";
    if (present == DNSBL_READ_REWRITTEN || absent == DNSBL_READ_REWRITTEN)
        return "rewritten";
    if (listed && absent == DNSBL_READ_UNKNOWN)
        *unknown = look->not_listed;
    else if (present == DNSBL_READ_UNKNOWN)
        *unknown = which;
    return NULL;
}

/* The reason in the list's own words, asked for on a hit only. */
static CheckState add_listed(const Look *look, const Answer *hit)
{
    const Answer *reason = answers_get(look->context->answers, hit->question.name, TYPE_TXT);
    if (!reason)
        return CHECK_PENDING;
    g_autofree char *codes = dnsbl_codes(hit);
    g_autofree char *meaning = dnsbl_meaning(look->list, codes, LANGUAGE_ENGLISH);
    Finding *finding = add(look, "dnsbl.listed", EFFECT_CONTEXT, meaning);
    finding_add_evidence(finding, reason);
    return CHECK_DONE;
}

static CheckState read_answers(const Look *look)
{
    const Answer *which, *unknown = NULL, *refused;
    DnsblReading reading = worst(look, look->asked, &which);
    if (reading == DNSBL_READ_UNKNOWN) {
        add_could_not_ask(look, which);
    } else if (reading == DNSBL_READ_REWRITTEN || rewriting_proved(look->probe)) {
        add(look, "dnsbl.dead", EFFECT_FAILED, "rewritten");
    } else if (reading == DNSBL_READ_REFUSED) {
        add_refused(look, which);
    } else if (worst(look, look->test, &refused) == DNSBL_READ_REFUSED) {
        add_refused(look, refused);
    } else {
        const char *fail = test_entries_fail(look, reading == DNSBL_READ_LISTED, &unknown);
        if (fail)
            add(look, "dnsbl.dead", EFFECT_FAILED, fail);
        else if (unknown)
            add_could_not_ask(look, unknown);
        else if (reading == DNSBL_READ_LISTED)
            return add_listed(look, which);
        else
            add(look, "dnsbl.clean", EFFECT_CLEAN, NULL);
    }
    return CHECK_DONE;
}

static CheckState look_at(Look *look)
{
    if (look->list->state == DNSBL_DEAD) {
        /* Worth a word only where the bounce names it: somebody still asks it. */
        if (!look->named)
            return CHECK_DONE;
        Finding *finding = add(look, "dnsbl.dead", EFFECT_FAILED, "closed");
        g_autofree char *row = g_strdup_printf("%s%s", look->list->since ? "dead since " : "dead",
                                               look->list->since ? look->list->since : "");
        finding_add_read_evidence(finding, look->list->zone, row);
        return CHECK_DONE;
    }
    const char *at = look->list->at ? look->list->at : look->zone;
    g_autofree char *zone =
        look->list->key ? g_strdup_printf("%s.%s", look->list->key, at) : g_strdup(at);
    look->asked_zone = zone;
    look->probe = rewriting_probe(look->context->answers);
    look->pending = look->pending || !look->probe;
    ask_subject(look);
    ask_test_entries(look);
    CheckState state = look->pending ? CHECK_PENDING : read_answers(look);
    mask_key(look);
    return state;
}

static unsigned kind_of(const char *subject)
{
    guint8 bytes[16];
    gsize length = address_parse(subject, bytes);
    if (!length)
        return DNSBL_DOMAIN | DNSBL_HOST;
    return length == 4 ? DNSBL_IPV4 : DNSBL_IPV6;
}

static CheckState at_list(const CheckContext *context, const char *subject, const char *zone,
                          gboolean is_named, GPtrArray *findings)
{
    /* A list that we have no row for is taken by RFC 5782 alone, and to know what it is asked
     * about. */
    const DnsblList stranger = {.state = DNSBL_OFF, .asks = DNSBL_IPV4 | DNSBL_IPV6 | DNSBL_DOMAIN};
    const DnsblList *list = dnsbl_list_find(zone);
    Look look = {.context = context,
                 .findings = findings,
                 .list = list ? list : &stranger,
                 .zone = zone,
                 .named = is_named,
                 .subject = subject,
                 .kind = kind_of(subject)};
    if (look.list->state == DNSBL_PRIVATE ||
        (look.list->state != DNSBL_DEAD && !(look.list->asks & look.kind)))
        return CHECK_DONE;
    return look_at(&look);
}

static gboolean says(const char *text, const char *word)
{
    g_autofree char *lower = text ? g_ascii_strdown(text, -1) : NULL;
    g_autofree char *lower_word = g_ascii_strdown(word, -1);
    return lower && strstr(lower, lower_word);
}

static gboolean bounce_has_words(const Facts *facts, const DnsblList *list)
{
    for (unsigned i = 0; i < list->words_count; i++)
        if (says(facts->diagnostic.text, list->words[i]) || says(facts->text, list->words[i]))
            return TRUE;
    return FALSE;
}

/* Those that a bounce names but the DNS knows nothing of; what other lists say is no word of
 * theirs. */
static void tell_private_lists(const CheckContext *context, const char *subject,
                               GPtrArray *findings)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (list->state != DNSBL_PRIVATE || !(list->asks & kind_of(subject)) ||
            !bounce_has_words(context->facts, list))
            continue;
        Finding *finding = finding_add(findings, "dnsbl.private", context, subject, EFFECT_CANNOT);
        finding->list = g_strdup(list->zone);
        finding->named = TRUE;
        finding->advice = TRUE;
        finding_set_detail(finding, "private-list:%s; %s%s", list->name,
                           list->page ? "private-page:" : "private-no-page",
                           list->page ? list->page : "");
    }
}

static gboolean is_among(GPtrArray *zones, const char *zone)
{
    return g_ptr_array_find_with_equal_func(zones, zone, g_str_equal, NULL);
}

/* By itself or by the list that takes it along. */
static gboolean is_named(GPtrArray *named, const char *zone)
{
    const DnsblList *list = dnsbl_list_find(zone);
    return is_among(named, zone) || (list && is_among(named, list->zone));
}

/* Those that the bounce names first, whatever their state. */
static GPtrArray *lists_to_ask(const CheckContext *context, GPtrArray *named)
{
    GPtrArray *zones = g_ptr_array_new();
    for (guint i = 0; context->lists && i < context->lists->len; i++)
        g_ptr_array_add(zones, g_ptr_array_index(context->lists, i));
    if (context->lists)
        return zones;
    g_ptr_array_extend(zones, named, NULL, NULL);
    for (guint i = 0; i < dnsbl_lists_count(); i++)
        if (dnsbl_list_at(i)->state == DNSBL_ON && !is_among(zones, dnsbl_list_at(i)->zone))
            g_ptr_array_add(zones, dnsbl_list_at(i)->zone);
    return zones;
}

static gboolean cannot_be_listed(const char *subject)
{
    guint8 bytes[16];
    gsize length = address_parse(subject, bytes);
    return *subject == '[' || (length && address_unreachable(bytes, length));
}

static CheckState one_subject(const CheckContext *context, const char *subject, GPtrArray *findings)
{
    g_autoptr(GPtrArray) named =
        context->domain_check ? g_ptr_array_new() : dnsbl_named(context->facts);
    g_autoptr(GPtrArray) zones = lists_to_ask(context, named);
    CheckState state = CHECK_DONE;
    guint before = findings->len;
    for (guint i = 0; !cannot_be_listed(subject) && i < zones->len; i++)
        if (at_list(context, subject, g_ptr_array_index(zones, i),
                    is_named(named, g_ptr_array_index(zones, i)), findings) == CHECK_PENDING)
            state = CHECK_PENDING;
    tell_private_lists(context, subject, findings);
    if (state == CHECK_DONE && findings->len == before)
        finding_add(findings, "dnsbl.skipped", context, subject, EFFECT_SKIPPED);
    return state;
}

CheckState check_dnsbl(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "dnsbl", one_subject, findings);
}
