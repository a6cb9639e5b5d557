/* Findings to a verdict, as an entry declares. */
#include "checks/judge/judge.h"

#include <string.h>

static char *listed[] = {(char[]){"dnsbl.listed"}};
static char *missing[] = {(char[]){"mx.missing"}, (char[]){"mx.target-missing"}};
static char *spamhaus[] = {(char[]){"zen.spamhaus.org"}};
static char *shown[] = {(char[]){"mx.ok"}};

static CauseCheck mx = {.check = (char[]){"mx"},
                        .subject = (char[]){"sender-domain"},
                        .confirms = missing,
                        .confirms_count = 2};
static CauseCheck dnsbl = {.check = (char[]){"dnsbl"},
                           .subject = (char[]){"source-ip"},
                           .confirms = listed,
                           .confirms_count = 1,
                           .lists = spamhaus,
                           .lists_count = 1};
static CauseCheck context = {.check = (char[]){"mx"},
                             .subject = (char[]){"sender-domain"},
                             .context = shown,
                             .context_count = 1};

/* "mx.ok/clean dnsbl.listed@zen.spamhaus.org/context": findings in short. */
static GPtrArray *findings_of(const char *text)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (char **word = words; *word && **word; word++) {
        char *slash = strchr(*word, '/');
        *slash = '\0';
        Effect effect = EFFECT_CONFIRMS;
        while (strcmp(effect_name(effect), slash + 1) != 0)
            effect++;
        char *at = strchr(*word, '@');
        if (at)
            *at = '\0';
        gboolean is_mx = g_str_has_prefix(*word, "mx.");
        Finding *finding = finding_new(is_mx ? "mx" : "dnsbl", *word,
                                       is_mx ? "sender-domain" : "source-ip", "x", effect);
        finding->list = at ? g_strdup(at + 1) : NULL;
        g_ptr_array_add(findings, finding);
    }
    return findings;
}

static char *effects_of(const GPtrArray *findings)
{
    g_autoptr(GString) effects = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(effects, "%s%s", i ? " " : "", effect_name(finding->effect));
    }
    return g_strdup(effects->str);
}

static void expect(CauseCheck *checks_of_cause, unsigned count, CleanMeaning clean,
                   const char *text, const char *verdict, const char *effects)
{
    const Cause cause = {.checks = checks_of_cause, .checks_count = count, .clean = clean};
    g_autoptr(GPtrArray) findings = findings_of(text);
    const char *name = verdict_name(judge(&cause, findings));
    g_autofree char *seen = effects_of(findings);
    g_test_message("%s", text);
    g_assert_cmpstr(name, ==, verdict);
    g_assert_cmpstr(seen, ==, effects);
}

static void test_rules_out(void)
{
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.missing/context", "confirmed", "confirms");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.ok/clean", "ruled-out", "contradicts");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.null/context", "ruled-out", "context");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.could-not-ask/failed", "could-not-ask", "failed");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.could-not-ask/skipped", "not-asked", "skipped");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.skipped/skipped", "not-by-dns", "skipped");
    expect(&mx, 1, CLEAN_RULES_OUT, "", "not-asked", "");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.could-not-ask/failed mx.target-missing/context",
           "confirmed", "failed confirms");
    expect(&mx, 1, CLEAN_RULES_OUT, "mx.target-cname/context mx.could-not-ask/failed",
           "could-not-ask", "context failed");
}

static void test_proves_nothing(void)
{
    expect(&mx, 1, CLEAN_PROVES_NOTHING, "mx.ok/clean", "not-by-dns", "clean");
    expect(&mx, 1, CLEAN_PROVES_NOTHING, "mx.missing/context", "confirmed", "confirms");
    expect(&mx, 1, CLEAN_PROVES_NOTHING, "mx.could-not-ask/failed", "could-not-ask", "failed");
    expect(&mx, 1, CLEAN_PROVES_NOTHING, "mx.could-not-ask/skipped", "not-asked", "skipped");
}

/* Several lists are one check: one of them heard is enough where clean proves nothing, none may be
 * unheard where it rules out. A listing at a list that the entry does not name decides nothing. */
static void test_lists(void)
{
    CauseCheck any = dnsbl;
    any.lists_count = 0;
    const char *half = "dnsbl.clean@a/clean dnsbl.refused@b/failed";
    expect(&any, 1, CLEAN_PROVES_NOTHING, half, "not-by-dns", "clean failed");
    expect(&any, 1, CLEAN_RULES_OUT, half, "could-not-ask", "clean failed");
    expect(&any, 1, CLEAN_RULES_OUT, "dnsbl.clean@a/clean dnsbl.could-not-ask@b/skipped",
           "could-not-ask", "clean skipped");
    expect(&dnsbl, 1, CLEAN_RULES_OUT,
           "dnsbl.clean@zen.spamhaus.org/clean dnsbl.listed@bl.example/context", "ruled-out",
           "contradicts context");
    expect(&dnsbl, 1, CLEAN_RULES_OUT, "dnsbl.listed@zen.spamhaus.org/context", "confirmed",
           "confirms");
    expect(&dnsbl, 1, CLEAN_RULES_OUT, "dnsbl.refused@zen.spamhaus.org/failed", "could-not-ask",
           "failed");
    expect(&dnsbl, 1, CLEAN_RULES_OUT, "dnsbl.dead@zen.spamhaus.org/failed", "could-not-ask",
           "failed");
}

static void test_several_checks(void)
{
    CauseCheck both[] = {mx, dnsbl};
    expect(both, 2, CLEAN_RULES_OUT, "mx.ok/clean dnsbl.listed@zen.spamhaus.org/context",
           "confirmed", "clean confirms");
    expect(both, 2, CLEAN_RULES_OUT, "mx.ok/clean dnsbl.skipped/skipped", "ruled-out",
           "contradicts skipped");
    expect(both, 2, CLEAN_RULES_OUT, "mx.ok/clean", "could-not-ask", "clean");
    expect(both, 2, CLEAN_PROVES_NOTHING, "mx.ok/clean dnsbl.could-not-ask@zen.spamhaus.org/failed",
           "could-not-ask", "clean failed");
    expect(both, 2, CLEAN_PROVES_NOTHING, "mx.skipped/skipped dnsbl.clean@zen.spamhaus.org/clean",
           "not-by-dns", "skipped clean");
}

static void test_undecided(void)
{
    expect(&context, 1, CLEAN_RULES_OUT, "mx.ok/clean", "not-by-dns", "context");
    expect(&context, 1, CLEAN_RULES_OUT, "mx.could-not-ask/failed", "not-by-dns", "failed");
    expect(NULL, 0, CLEAN_RULES_OUT, "", "not-by-dns", "");
    g_autoptr(GPtrArray) findings = findings_of("mx.missing/context");
    g_assert_cmpint(judge(NULL, findings), ==, VERDICT_NOT_BY_DNS);
}

/* Advice beside a failure does not make it known. */
static void test_advice(void)
{
    const Cause cause = {.checks = &mx, .checks_count = 1, .clean = CLEAN_PROVES_NOTHING};
    g_autoptr(GPtrArray) findings = findings_of("mx.could-not-ask/failed mx.lint/context");
    ((Finding *)g_ptr_array_index(findings, 1))->advice = TRUE;
    g_assert_cmpint(judge(&cause, findings), ==, VERDICT_COULD_NOT_ASK);
}

/* The role decides: the recipient's MX says nothing about the sender's. */
static void test_other_role(void)
{
    const Cause cause = {.checks = &mx, .checks_count = 1, .clean = CLEAN_RULES_OUT};
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    g_ptr_array_add(findings,
                    finding_new("mx", "mx.missing", "recipient-domain", "x", EFFECT_CONTEXT));
    g_ptr_array_add(findings, finding_new("mx", "mx.ok", "sender-domain", "y", EFFECT_CLEAN));
    g_assert_cmpint(judge(&cause, findings), ==, VERDICT_RULED_OUT);
}

static Finding *of_list(const char *id, const char *list, Effect effect, gboolean is_named)
{
    Finding *finding = finding_new("dnsbl", id, "source-ip", "203.0.113.9", effect);
    finding->list = g_strdup(list);
    finding->named = is_named;
    return finding;
}

static Verdict judge_lists(CauseCheck *check, Finding *named, Finding *other)
{
    const Cause cause = {.checks = check, .checks_count = 1, .clean = CLEAN_PROVES_NOTHING};
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    if (named)
        g_ptr_array_add(findings, named);
    g_ptr_array_add(findings, other);
    Verdict verdict = judge(&cause, findings);
    g_assert_cmpint(other->effect, !=, EFFECT_CONFIRMS);
    return verdict;
}

/* What another list says confirms nothing about the one that the bounce names, whether the entry
 * asks for the named one or for any. */
static void test_named_list(void)
{
    char *named[] = {(char[]){"named"}};
    CauseCheck both[2] = {dnsbl, dnsbl};
    both[0].lists = named;
    both[1].lists_count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(both); i++) {
        const Effect wrong = EFFECT_CONTEXT, right = EFFECT_CLEAN, failed = EFFECT_FAILED;
        g_assert_cmpint(judge_lists(&both[i], of_list("dnsbl.clean", "a.example", right, TRUE),
                                    of_list("dnsbl.listed", "b.example", wrong, FALSE)),
                        ==, VERDICT_NOT_BY_DNS);
        g_assert_cmpint(judge_lists(&both[i], of_list("dnsbl.listed", "a.example", wrong, TRUE),
                                    of_list("dnsbl.listed", "b.example", wrong, FALSE)),
                        ==, VERDICT_CONFIRMED);
        g_assert_cmpint(judge_lists(&both[i], of_list("dnsbl.refused", "a.example", failed, TRUE),
                                    of_list("dnsbl.clean", "b.example", right, FALSE)),
                        ==, VERDICT_COULD_NOT_ASK);
    }
    g_assert_cmpint(
        judge_lists(&both[0], NULL, of_list("dnsbl.listed", "b.example", EFFECT_CONTEXT, FALSE)),
        ==, VERDICT_NOT_BY_DNS);
}

/* One of several MX hosts proves that an MX record is wrong, not that the domain has none. */
static void test_partial(void)
{
    char *hosts[] = {(char[]){"no-mail-host"}}, *wrong[] = {(char[]){"mx-wrong"}};
    char **claims[] = {hosts, wrong};
    const Verdict expected[] = {VERDICT_RULED_OUT, VERDICT_CONFIRMED};
    for (gsize i = 0; i < G_N_ELEMENTS(claims); i++) {
        const Cause cause = {.checks = &mx,
                             .checks_count = 1,
                             .claims = claims[i],
                             .claims_count = 1,
                             .clean = CLEAN_RULES_OUT};
        g_autoptr(GPtrArray) findings = findings_of("mx.target-missing/context");
        ((Finding *)g_ptr_array_index(findings, 0))->partial = TRUE;
        g_assert_cmpint(judge(&cause, findings), ==, expected[i]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge/rules-out", test_rules_out);
    g_test_add_func("/judge/proves-nothing", test_proves_nothing);
    g_test_add_func("/judge/lists", test_lists);
    g_test_add_func("/judge/several-checks", test_several_checks);
    g_test_add_func("/judge/undecided", test_undecided);
    g_test_add_func("/judge/advice", test_advice);
    g_test_add_func("/judge/other-role", test_other_role);
    g_test_add_func("/judge/named-list", test_named_list);
    g_test_add_func("/judge/partial", test_partial);
    return g_test_run();
}
