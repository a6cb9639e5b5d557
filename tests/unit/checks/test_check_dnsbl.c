/* Block lists: the data, and how an answer becomes a listing. */
#include "tests/unit/checks/zone_world.h"

#include "checks/check/dnsbl_named.h"
#include "checks/dnsbl/dnsbl_lists.h"
#include "checks/dnsbl/dnsbl_reading.h"
#include "checks/case/finding_words.h"

#define ZONE(zone) zone ". 60 IN SOA ns1. h. 1 2 3 4 60\n"
#define ADDRESS_LIST(zone) ZONE(zone) "2.0.0.127." zone ". A 127.0.0.2\n"

static const char world_zone[] = ADDRESS_LIST("zen.spamhaus.org") ZONE("dbl.spamhaus.org")
    ZONE("multi.surbl.org") ADDRESS_LIST("new.example") ZONE("empty.example") ZONE("world.example")
        ZONE("rewritten.example") ADDRESS_LIST("refuses.example") ZONE(
            "six.example") "9.113.0.203.zen.spamhaus.org. A 127.0.0.4\n"
                           "9.113.0.203.zen.spamhaus.org. A 127.0.0.10\n"
                           "9.113.0.203.zen.spamhaus.org. TXT \"https://check.spamhaus.org/\"\n"
                           "8.113.0.203.zen.spamhaus.org. A 127.255.255.254\n"
                           "7.113.0.203.zen.spamhaus.org. A 127.0.0.99\n"
                           "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.zen."
                           "spamhaus.org. A 127.0.0.3\n"
                           "dbltest.com.dbl.spamhaus.org. A 127.0.1.2\n"
                           "bad.example.dbl.spamhaus.org. A 127.0.1.4\n"
                           "deep.host.example.dbl.spamhaus.org. A 127.0.1.102\n"
                           "TEST.multi.surbl.org. A 127.0.0.254\n"
                           "bad.example.multi.surbl.org. A 127.0.0.24\n"
                           "one.example.multi.surbl.org. A 127.0.0.1\n"
                           "9.113.0.203.new.example. A 127.0.0.2\n"
                           "8.113.0.203.new.example. A 127.0.0.1\n"
                           "*.world.example. A 127.0.0.2\n"
                           "*.rewritten.example. A 198.51.100.80\n"
                           "*.refuses.example. A 127.255.255.255\n";

static void expect(const char *role, Facts *facts, const char *zones, const Fault *faults,
                   const char *expected)
{
    g_auto(GStrv) names = g_strsplit(zones, " ", -1);
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    for (char **name = names; *name; name++)
        g_ptr_array_add(lists, *name);
    world_expect((World){.zone = world_zone, .lists = lists, .faults = faults}, "dnsbl", role,
                 facts, expected);
    facts_free(facts);
}

static void expect_ip(const char *ip, const char *zones, const char *expected)
{
    expect("source-ip", world_facts(NULL, NULL, ip), zones, NULL, expected);
}

static void test_listed(void)
{
    expect_ip("203.0.113.9", "new.example", "dnsbl.listed(127.0.0.2)");
    expect_ip("203.0.113.7", "zen.spamhaus.org", "dnsbl.listed(127.0.0.99)");
    expect_ip("203.0.113.5", "zen.spamhaus.org", "dnsbl.clean");
    expect_ip("::ffff:203.0.113.9", "new.example", "dnsbl.listed(127.0.0.2)");
    expect_ip("203.0.113.9", "dbl.spamhaus.org", "dnsbl.skipped");
    expect_ip("10.0.0.1", "zen.spamhaus.org", "dnsbl.skipped");
    expect_ip("203.0.113.5", "zen.spamhaus.org new.example", "dnsbl.clean dnsbl.clean");
    g_autoptr(Facts) facts = world_facts(NULL, NULL, "2001:db8::1");
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    g_ptr_array_add(lists, (char *)(gintptr) "zen.spamhaus.org");
    World world = {.zone = world_zone, .lists = lists};
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "source-ip", facts);
    const Finding *finding = g_ptr_array_index(findings, 0);
    g_assert_cmpstr(finding->id, ==, "dnsbl.listed");
    g_assert_true(g_str_has_prefix(finding->detail, "CSS"));
}

/* All codes have their meaning, in both languages, and the list's own words are among the evidence.
 */
static void test_meaning(void)
{
    g_autoptr(Facts) facts = world_facts(NULL, NULL, "203.0.113.9");
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    g_ptr_array_add(lists, (char *)(gintptr) "zen.spamhaus.org");
    World world = {.zone = world_zone, .lists = lists};
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "source-ip", facts);
    g_assert_cmpuint(findings->len, ==, 1);
    const Finding *finding = g_ptr_array_index(findings, 0);
    g_assert_cmpstr(finding->list, ==, "zen.spamhaus.org");
    g_assert_cmpstr(finding->subject, ==, "203.0.113.9");
    g_assert_cmpint(finding->effect, ==, EFFECT_CONTEXT);
    g_assert_nonnull(strstr(finding->detail, "XBL"));
    g_assert_nonnull(strstr(finding->detail, "PBL"));
    const Evidence *reason = g_ptr_array_index(finding->evidence, finding->evidence->len - 1);
    g_assert_nonnull(strstr(reason->answer, "check.spamhaus.org"));
    g_autofree char *chinese = finding_detail_words(finding, LANGUAGE_CHINESE);
    g_assert_true(g_str_has_prefix(chinese, "XBL"));
    g_assert_null(strstr(chinese, "machine"));
    g_assert_nonnull(strstr(chinese, "PBL"));
}

static void test_not_believed(void)
{
    expect_ip("203.0.113.9", "empty.example", "dnsbl.dead(test-entry-missing)");
    expect_ip("203.0.113.9", "world.example", "dnsbl.dead(lists-everything)");
    expect_ip("203.0.113.9", "rewritten.example", "dnsbl.dead(rewritten)");
    expect_ip("203.0.113.9", "refuses.example", "dnsbl.refused(127.255.255.255)");
    expect_ip("203.0.113.8", "zen.spamhaus.org", "dnsbl.refused(127.255.255.254)");
    expect_ip("203.0.113.8", "new.example", "dnsbl.refused(127.0.0.1)");
}

static Facts *refused_by(const char *words)
{
    Facts *facts = world_facts(NULL, NULL, "203.0.113.9");
    fact_set(&facts->diagnostic, words, 100);
    return facts;
}

/* A dead list is never asked, whatever it would answer; a zone below it neither. Of several, the
 * one that the bounce names is shown. */
/* Through a resolver that invents addresses no listing, and no absence of one, is believed. */
static void test_rewriting_resolver(void)
{
    g_autofree char *zone =
        g_strconcat(world_zone, "no-such-name.invalid. A 198.51.100.80\n", NULL);
    static const char *const ips[] = {"203.0.113.9", "203.0.113.5"};
    for (gsize i = 0; i < G_N_ELEMENTS(ips); i++) {
        g_autoptr(GPtrArray) lists = g_ptr_array_new();
        g_ptr_array_add(lists, (char *)(gintptr) "new.example");
        g_autoptr(Facts) facts = world_facts(NULL, NULL, ips[i]);
        world_expect((World){.zone = zone, .lists = lists}, "dnsbl", "source-ip", facts,
                     "dnsbl.dead(rewritten)");
    }
}

static void test_dead_lists(void)
{
    static const char all[] = "dnsbl.sorbs.net ix.dnsbl.manitu.net";
    const Fault silent[] = {{"", 0, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("source-ip", refused_by("blocked using dnsbl.sorbs.net"), all, silent,
           "dnsbl.dead(closed)");
    expect("source-ip", refused_by("listed by NiX Spam"), all, silent, "dnsbl.dead(closed)");
    expect("source-ip", refused_by("blocked using bl.example"), all, silent, "dnsbl.skipped");
}

/* Told of where the bounce names it, in words with its form; never asked, and never else. */
static void expect_private(const DnsblList *list, const char *word)
{
    g_autoptr(Facts) facts = refused_by(word);
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    g_ptr_array_add(lists, (char *)(gintptr) "new.example");
    g_ptr_array_add(lists, list->zone);
    World world = {.zone = world_zone, .lists = lists};
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "source-ip", facts);
    const Finding *finding = g_ptr_array_index(findings, findings->len - 1);
    g_assert_cmpuint(findings->len, ==, 2);
    g_assert_cmpstr(finding->id, ==, "dnsbl.private");
    g_assert_cmpstr(finding->list, ==, list->zone);
    g_assert_cmpint(finding->effect, ==, EFFECT_CANNOT);
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        g_autofree char *words = finding_sentence(finding, language);
        g_assert_nonnull(strstr(words, list->name));
        g_assert_true(!list->page || strstr(words, list->page));
    }
}

static void test_private_lists(void)
{
    static const char *const documented[] = {"csi.cloudmark.com",      "sender.office.com",
                                             "ipcheck.proofpoint.com", "talosintelligence.com",
                                             "ers.trendmicro.com",     "csi.mimecast.org",
                                             "invaluement.com"};
    for (guint i = 0; i < G_N_ELEMENTS(documented); i++) {
        g_assert_nonnull(dnsbl_list_find(documented[i]));
        g_assert_cmpint(dnsbl_list_find(documented[i])->state, ==, DNSBL_PRIVATE);
    }
    for (guint i = 0; i < dnsbl_lists_count(); i++)
        for (unsigned j = 0; j < dnsbl_list_at(i)->words_count; j++)
            expect_private(dnsbl_list_at(i), dnsbl_list_at(i)->words[j]);
    expect("source-ip", refused_by("blocked by policy"), "new.example", NULL,
           "dnsbl.listed(127.0.0.2)");
}

static void test_could_not_ask(void)
{
    static const AnswerStatus ways[] = {ANSWER_SERVFAIL, ANSWER_REFUSED,   ANSWER_TIMEOUT,
                                        ANSWER_GARBLED,  ANSWER_NOT_ASKED, ANSWER_UNREACHABLE};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        const Fault all[] = {{"", 0, ways[i], FALSE, 0}, {0}};
        g_autofree char *expected = g_strdup_printf(
            "dnsbl.could-not-ask(5.113.0.203.new.example A: %s)", answer_status_name(ways[i]));
        expect("source-ip", world_facts(NULL, NULL, "203.0.113.5"), "new.example", all, expected);
    }
    /* Clean is believed only with the entry that must be listed, a listing only without the one
     * that must not. */
    const Fault present[] = {{"2.0.0.127.new.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("source-ip", world_facts(NULL, NULL, "203.0.113.5"), "new.example", present,
           "dnsbl.could-not-ask(2.0.0.127.new.example A: time-out)");
    const Fault absent[] = {{"1.0.0.127.new.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("source-ip", world_facts(NULL, NULL, "203.0.113.9"), "new.example", absent,
           "dnsbl.could-not-ask(1.0.0.127.new.example A: time-out)");
    expect("source-ip", world_facts(NULL, NULL, "203.0.113.5"), "new.example", absent,
           "dnsbl.clean");
    const Fault reason[] = {{"new.example", TYPE_TXT, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("source-ip", world_facts(NULL, NULL, "203.0.113.9"), "new.example", reason,
           "dnsbl.listed(127.0.0.2)");
}

static Facts *links(const char *text)
{
    Facts *facts = facts_new(KIND_FAILURE);
    g_auto(GStrv) urls = g_strsplit(text, " ", -1);
    for (char **url = urls; *url; url++)
        g_ptr_array_add(facts->urls, fact_new(*url, 100));
    return facts;
}

static void test_domains(void)
{
    expect("sender-domain", world_facts("x@bad.example", NULL, NULL), "dbl.spamhaus.org", NULL,
           "dnsbl.listed(phishing domain)");
    expect("sender-domain", world_facts("x@www.bad.example", NULL, NULL), "dbl.spamhaus.org", NULL,
           "dnsbl.listed(phishing domain)");
    expect("sender-domain", world_facts("x@host.example", NULL, NULL), "dbl.spamhaus.org", NULL,
           "dnsbl.clean");
    expect("sender-domain", world_facts("x@bad.example", NULL, NULL), "multi.surbl.org", NULL,
           "dnsbl.listed(PH: phishing; MW: malware)");
    expect("sender-domain", world_facts("x@one.example", NULL, NULL), "multi.surbl.org", NULL,
           "dnsbl.refused(127.0.0.1)");
    expect("sender-domain", world_facts("x@[192.0.2.1]", NULL, NULL), "dbl.spamhaus.org", NULL,
           "dnsbl.skipped");
}

static void test_links(void)
{
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    g_ptr_array_add(lists, (char *)(gintptr) "dbl.spamhaus.org");
    g_ptr_array_add(lists, (char *)(gintptr) "zen.spamhaus.org");
    g_autoptr(Facts) facts =
        links("https://me@www.bad.example:8080/x?y http://good.example/ http://203.0.113.9/a "
              "HTTPS://WWW.BAD.EXAMPLE/again http://deep.host.example nonsense mailto:");
    World world = {.zone = world_zone, .lists = lists};
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "links", facts);
    g_autoptr(GString) seen = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(seen, "%s %s %s\n", finding->id, finding->subject, finding->list);
    }
    g_assert_cmpstr(seen->str, ==,
                    "dnsbl.listed www.bad.example dbl.spamhaus.org\n"
                    "dnsbl.clean good.example dbl.spamhaus.org\n"
                    "dnsbl.listed 203.0.113.9 zen.spamhaus.org\n"
                    "dnsbl.listed deep.host.example dbl.spamhaus.org\n");
    g_autoptr(Facts) none = links("nonsense");
    world_expect(world, "dnsbl", "links", none, "dnsbl.skipped");
}

static void test_link_flood(void)
{
    g_autoptr(Facts) facts = facts_new(KIND_FAILURE);
    for (guint i = 0; i < 5000; i++) {
        g_autofree char *url = g_strdup_printf("http://host%u.example/", i);
        g_ptr_array_add(facts->urls, fact_new(url, 100));
    }
    World world = {.zone = world_zone};
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "links", facts);
    g_assert_cmpuint(world.questions, <, 200);
    g_assert_cmpuint(findings->len, >, 0);
}

/* By default every list that is on is asked, all in one round. */
static void test_default_lists(void)
{
    World world = {.zone = world_zone};
    g_autoptr(Facts) facts = world_facts(NULL, NULL, "203.0.113.5");
    g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "source-ip", facts);
    guint expected = 0;
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        expected += list->state == DNSBL_ON && (list->asks & DNSBL_IPV4);
    }
    g_assert_cmpuint(findings->len, ==, expected);
    g_assert_cmpuint(world.rounds, ==, 1);
}

static void test_data(void)
{
    static const char *const dead[] = {"dnsbl.sorbs.net",
                                       "spam.dnsbl.sorbs.net",
                                       "ix.dnsbl.manitu.net",
                                       "db.wpbl.info",
                                       "ubl.unsubscore.com",
                                       "dnsbl.inps.de",
                                       "dnsbl.njabl.org",
                                       "dnsbl.ahbl.org",
                                       "relays.ordb.org",
                                       "list.dsbl.org",
                                       "rbl.megarbl.net",
                                       "bl.emailbasura.org",
                                       "combined.rbl.msrbl.net",
                                       "dnsbl.burnt-tech.com",
                                       "bl.spamcannibal.org",
                                       "blackholes.us",
                                       "bl.csma.biz",
                                       "dnsbl.cyberlogic.net",
                                       "relays.osirusoft.com",
                                       "opm.blitzed.org",
                                       "cbl.anti-spam.org.cn",
                                       "sarbl.org",
                                       "rfc-ignorant.org",
                                       "lbl.lagengymnastik.dk",
                                       "rbl.spamhaus.org",
                                       "cbl.abuseat.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(dead); i++) {
        const DnsblList *list = dnsbl_list_find(dead[i]);
        g_test_message("%s", dead[i]);
        g_assert_nonnull(list);
        g_assert_cmpint(list->state, ==, DNSBL_DEAD);
    }
    g_assert_null(dnsbl_list_find("notsorbs.net"));
    g_assert_cmpint(dnsbl_list_find("ZEN.Spamhaus.org")->state, ==, DNSBL_ON);
}

static void add_rows(const char *yaml, const char *problem)
{
    g_autoptr(GError) error = NULL;
    gboolean added = dnsbl_lists_add(yaml, strlen(yaml), "my.yaml", &error);
    g_assert_cmpstr(error ? error->message : NULL, ==, problem);
    g_assert_true(added == !problem);
}

/* The person's own rows; last of all tests, for they stay. */
static void test_own_rows(void)
{
    add_rows("- {zone: dnsbl.sorbs.net, name: S, state: on, asks: [ipv4]}\n",
             "my.yaml: dnsbl.sorbs.net: this list is dead and cannot be asked: remove the row");
    add_rows("- {zone: own.example, name: O, state: on}\n",
             "my.yaml: own.example: asks is missing: add ipv4, ipv6, domain or host");
    add_rows("- {zone: own.example, name: O, state: on, asks: [ipv4], key: short}\n",
             "my.yaml: own.example: a key has at least 8 small letters, digits and hyphens: "
             "correct it");
    g_autoptr(GError) error = NULL;
    static const char misspelt[] = "- zone: own.example\n  name: O\n  staet: on\n";
    g_assert_false(dnsbl_lists_add(misspelt, strlen(misspelt), "my.yaml", &error));
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, "my.yaml:3: "));
    g_assert_nonnull(strstr(error->message, "staet"));
    add_rows("- {zone: psbl.surriel.com, name: PSBL, state: off}\n"
             "- {zone: zen.spamhaus.org, name: ZEN, state: on, at: private.example, "
             "key: secretsecret}\n",
             NULL);
    g_assert_cmpint(dnsbl_list_find("psbl.surriel.com")->state, ==, DNSBL_OFF);
}

/* A list that is asked with a key: by its own name, with its own codes, and the key is nowhere to
 * be seen. */
static void test_key(void)
{
    static const char zone[] =
        ZONE("private.example") "2.0.0.127.secretsecret.private.example. A 127.0.0.2\n"
                                "9.113.0.203.secretsecret.private.example. A 127.0.0.10\n";
    g_autoptr(GPtrArray) lists = g_ptr_array_new();
    g_ptr_array_add(lists, (char *)(gintptr) "zen.spamhaus.org");
    World world = {.zone = zone, .lists = lists};
    const Fault silent[] = {
        {"9.113.0.203.secretsecret.private.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    g_autoptr(Facts) facts = world_facts(NULL, NULL, "203.0.113.9");
    for (guint turn = 0; turn < 2; turn++) {
        world.faults = turn ? silent : NULL;
        g_autoptr(GPtrArray) findings = world_run(&world, "dnsbl", "source-ip", facts);
        const Finding *finding = g_ptr_array_index(findings, 0);
        g_assert_cmpstr(finding->id, ==, turn ? "dnsbl.could-not-ask" : "dnsbl.listed");
        g_assert_cmpstr(finding->list, ==, "zen.spamhaus.org");
        g_assert_nonnull(strstr(finding->detail, turn ? "***" : "PBL"));
        g_assert_null(strstr(finding->detail, "secret"));
        for (guint i = 0; i < finding->evidence->len; i++) {
            const Evidence *evidence = g_ptr_array_index(finding->evidence, i);
            g_assert_null(strstr(evidence->question, "secret"));
            g_assert_nonnull(strstr(evidence->question, "***.private.example"));
        }
    }
}

static void test_rows(void)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        g_test_message("%s", list->zone);
        g_assert_true(dnsbl_list_find(list->zone) == list);
        g_assert_true(list->as_of && list->source);
        g_assert_true(list->state == DNSBL_DEAD || list->asks);
        g_assert_true(list->state >= DNSBL_DEAD || list->page);
        g_assert_true((list->state == DNSBL_PRIVATE) == (list->words_count > 0));
        for (unsigned j = 0; j < list->codes_count; j++) {
            g_assert_true(g_str_has_prefix(list->codes[j].code, "127."));
            g_assert_null(strchr(list->codes[j].en, ';'));
            g_assert_true(g_utf8_validate(list->codes[j].zh_CN, -1, NULL));
        }
    }
}

/* "zen.spamhaus.org dnsbl.dronebl.org": what a refusal names. */
static void expect_named(const char *words, const char *expected, gboolean dead)
{
    g_autoptr(Facts) facts = refused_by(words);
    g_autoptr(GPtrArray) named = dnsbl_named(facts);
    g_autoptr(GString) zones = g_string_new(NULL);
    for (guint i = 0; i < named->len; i++)
        g_string_append_printf(zones, "%s%s", i ? " " : "", (char *)g_ptr_array_index(named, i));
    g_test_message("%s", words);
    g_assert_cmpstr(zones->str, ==, expected);
    g_assert_cmpint(dnsbl_named_are_dead(named), ==, dead);
}

static void test_named(void)
{
    expect_named("Client host [203.0.113.9] blocked using dnsbl-2.uceprotect.net; see",
                 "dnsbl-2.uceprotect.net", FALSE);
    expect_named("blocked using 9.113.0.203.DNSBL.DroneBL.org.", "dnsbl.dronebl.org", FALSE);
    expect_named("refused, see https://www.spamcop.net/bl.shtml?203.0.113.9", "bl.spamcop.net",
                 FALSE);
    expect_named("your IP is in UCEPROTECT-Level 3", "dnsbl-3.uceprotect.net", FALSE);
    expect_named("listed in UCEPROTECT",
                 "dnsbl-1.uceprotect.net dnsbl-2.uceprotect.net dnsbl-3.uceprotect.net", FALSE);
    expect_named("blocked using bl.example.net", "bl.example.net", FALSE);
    expect_named("is blacklisted at lists.example.org, sorry", "lists.example.org", FALSE);
    expect_named("rejected because of spam-rbl.example.org", "spam-rbl.example.org", FALSE);
    expect_named("see dnsbl.sorbs.net", "sorbs.net", TRUE);
    expect_named("listed by NiX Spam", "ix.dnsbl.manitu.net", TRUE);
    expect_named("blocked using dnsbl.sorbs.net and bl.spamcop.net", "bl.spamcop.net sorbs.net",
                 FALSE);
    expect_named("listed by Spam Eating Monkey", "bl.spameatingmonkey.net", FALSE);
    /* A word of any refusal is no list's name. */
    expect_named("550 5.7.1 Message rejected as spam, mail blocked by trend", "", FALSE);
    /* No list: hosts, addresses, parts of other names. */
    expect_named("host mx.harbour.example rejected by policy", "", FALSE);
    expect_named("<a@bl.example.net> blocked", "", FALSE);
    expect_named("mail.notsorbs.net said no", "", FALSE);
    expect_named("sorbs.net.example said no", "", FALSE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/dnsbl/listed", test_listed);
    g_test_add_func("/check/dnsbl/meaning", test_meaning);
    g_test_add_func("/check/dnsbl/not-believed", test_not_believed);
    g_test_add_func("/check/dnsbl/dead", test_dead_lists);
    g_test_add_func("/check/dnsbl/named", test_named);
    g_test_add_func("/check/dnsbl/rewriting-resolver", test_rewriting_resolver);
    g_test_add_func("/check/dnsbl/private", test_private_lists);
    g_test_add_func("/check/dnsbl/could-not-ask", test_could_not_ask);
    g_test_add_func("/check/dnsbl/domains", test_domains);
    g_test_add_func("/check/dnsbl/links", test_links);
    g_test_add_func("/check/dnsbl/link-flood", test_link_flood);
    g_test_add_func("/check/dnsbl/default-lists", test_default_lists);
    g_test_add_func("/check/dnsbl/data", test_data);
    g_test_add_func("/check/dnsbl/rows", test_rows);
    g_test_add_func("/check/dnsbl/own-rows", test_own_rows);
    g_test_add_func("/check/dnsbl/key", test_key);
    return g_test_run();
}
