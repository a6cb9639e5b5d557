/* What needs no DNS: address syntax, attachment types, misspelt domains. */
#include "tests/unit/checks/zone_world.h"

#include "checks/answers/address_range.h"
#include "checks/check/address_syntax.h"
#include "checks/check/mailbox_domains.h"

static void expect_syntax(const char *address, const char *expected)
{
    g_autoptr(Facts) facts = world_facts(address, NULL, NULL);
    g_test_message("%s", address);
    world_expect((World){0}, "syntax", "sender", facts, expected);
}

static void test_syntax(void)
{
    static const char *const good[] = {"a@example.org",
                                       "<a@example.org>",
                                       "first.last+tag@mail.example.org",
                                       "o'brien@example.org",
                                       "\"a b\"@example.org",
                                       "\"a\\\"b@c\"@example.org",
                                       "用户@例子.example",
                                       "x@xn--fsqu00a.example",
                                       "a@localhost",
                                       "#!$%&'*+-/=?^_`{|}~@example.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        expect_syntax(good[i], "syntax.ok");
    expect_syntax("user", "syntax.no-domain(no-at)");
    expect_syntax("user@", "syntax.no-domain(dot)");
    expect_syntax("user@203.0.113.6", "syntax.ip-domain");
    expect_syntax("user@[203.0.113.6]", "syntax.ip-domain");
    expect_syntax("user@[IPv6:2001:db8::1]", "syntax.ip-domain");
    expect_syntax("user@[300.1.1.1]", "syntax.invalid(literal)");
    expect_syntax("@example.org", "syntax.invalid(local-part-empty)");
    expect_syntax(".a@example.org", "syntax.invalid(dot)");
    expect_syntax("a.@example.org", "syntax.invalid(dot)");
    expect_syntax("a..b@example.org", "syntax.invalid(dot)");
    expect_syntax("a b@example.org", "syntax.invalid(space)");
    expect_syntax("a,b@example.org", "syntax.invalid(character)");
    expect_syntax("a@b@example.org", "syntax.invalid(character)");
    expect_syntax("\"a\"b\"@example.org", "syntax.invalid(quote)");
    expect_syntax("\"a@example.org", "syntax.invalid(quote)");
    expect_syntax("a@example..org", "syntax.invalid(dot)");
    expect_syntax("a@example.org.", "syntax.invalid(dot)");
    expect_syntax("a@-example.org", "syntax.invalid(domain-label)");
    expect_syntax("a@exam ple.org", "syntax.invalid(space)");
    expect_syntax("a@exam_ple.org", "syntax.invalid(character)");
    expect_syntax("a@\xff.org", "syntax.invalid(character)");
}

/* What a program forgot to fill in is nobody's address: nothing is confirmed of it, nor ruled out.
 */
static void test_placeholders(void)
{
    static const char *const none[] = {"$toemail",    "fromemail", "{{email}}",    "${to}",
                                       "%recipient%", "undefined", "user@$domain", "User@Domain"};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
        expect_syntax(none[i], "syntax.skipped");
    expect_syntax("null@example.org", "syntax.ok");
    expect_syntax("a$b@example.org", "syntax.ok");
}

/* An IPv6 address that carries an IPv4 one is as reachable as that. */
static void test_unreachable(void)
{
    static const char *const rows[][2] = {
        {"10.0.0.1", "private"},       {"::ffff:10.0.0.1", "private"},
        {"64:ff9b::a00:1", "private"}, {"2002:a00:1::1", "private"},
        {"fec0::1", "private"},        {"100::1", "reserved"},
        {"192.0.0.8", "reserved"},     {"192.0.0.9", NULL},
        {"64:ff9b::cb00:7109", NULL},  {"2002:cb00:7109::1", NULL},
        {"100:0:0:1::1", NULL},        {"2001:db8::1", NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint8 bytes[16];
        g_test_message("%s", rows[i][0]);
        gsize length = address_parse(rows[i][0], bytes);
        g_assert_cmpstr(address_unreachable(bytes, length), ==, rows[i][1]);
    }
    const guint8 mapped[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1};
    g_assert_cmpstr(address_unreachable(mapped, 16), ==, "private");
}

static void test_syntax_lengths(void)
{
    g_autofree char *local = g_strnfill(64, 'a');
    g_autofree char *longest = g_strconcat(local, "@example.org", NULL);
    g_assert_null(address_syntax_error(longest));
    g_autofree char *over = g_strconcat("a", longest, NULL);
    g_assert_cmpstr(address_syntax_error(over), ==, "local-part-too-long");
    g_autofree char *label = g_strconcat("a@", local, ".org", NULL);
    g_assert_cmpstr(address_syntax_error(label), ==, "domain-label");
    g_autofree char *huge = g_strnfill(100000, '.');
    g_autofree char *domain = g_strconcat("a@b", huge, NULL);
    g_assert_cmpstr(address_syntax_error(domain), ==, "domain-too-long");
}

static void expect_attachments(const char *names, const char *expected)
{
    g_autoptr(Facts) facts = facts_new(KIND_FAILURE);
    g_auto(GStrv) each = g_strsplit(names, "|", -1);
    for (char **name = each; *name; name++)
        g_ptr_array_add(facts->attachments, fact_new(*name, 100));
    world_expect((World){0}, "attachment", "attachments", facts, expected);
}

static void test_attachments(void)
{
    static const char *const forbidden[] = {
        "a.bat", "a.btm", "a.cmd", "a.com",  "a.cpl",  "a.dll",         "a.exe",
        "a.lnk", "a.msi", "a.pif", "a.prf",  "a.reg",  "a.scr",         "a.vbs",
        "a.js",  "a.url", "A.EXE", "a.exe.", "a.exe ", "photo.jpg.exe", "invoice.pdf   .scr"};
    for (gsize i = 0; i < G_N_ELEMENTS(forbidden); i++) {
        g_autofree char *expected = g_strdup_printf("attachment.forbidden(%s)", forbidden[i]);
        expect_attachments(forbidden[i], expected);
    }
    expect_attachments("a.pdf|b.docx|exe|README|example.com.pdf", "attachment.ok");
    expect_attachments("a.pdf|b.exe|c.vbs",
                       "attachment.forbidden(b.exe) attachment.forbidden(c.vbs)");
    expect_attachments("", "attachment.none");
}

static void test_typo(void)
{
    static const char *const near[][2] = {{"hotmial.com", "hotmail.com"},
                                          {"gmial.com", "gmail.com"},
                                          {"gmai.com", "gmail.com"},
                                          {"gmail.co", "gmail.com"},
                                          {"gmail.con", "gmail.com"},
                                          {"gmaill.com", "gmail.com"},
                                          {"gmailcom", "gmail.com"},
                                          {"yaho.com", "yahoo.com"},
                                          {"outlok.com", "outlook.com"},
                                          {"163.con", "163.com"},
                                          {"qq.cmo", "qq.com"},
                                          {"icloud.cm", "icloud.com"},
                                          {"foxmial.com", "foxmail.com"},
                                          {"hotnail.con", "hotmail.com"},
                                          {"gmal.con", "gmail.com"},
                                          {"yaho.con", "yahoo.com"},
                                          {"live.con", "live.com"},
                                          {"gmail.cmo", "gmail.com"},
                                          {"gmail.ocm", "gmail.com"},
                                          {"gmail.comm", "gmail.com"},
                                          {"gmail.vom", "gmail.com"},
                                          {"gmail.xom", "gmail.com"},
                                          {"gamil.com", "gmail.com"},
                                          {"gnail.com", "gmail.com"},
                                          {"gmil.com", "gmail.com"},
                                          {"gmaol.com", "gmail.com"},
                                          {"gmail.om", "gmail.com"},
                                          {"hotmal.com", "hotmail.com"},
                                          {"hotmaill.com", "hotmail.com"},
                                          {"htomail.com", "hotmail.com"},
                                          {"hotamil.com", "hotmail.com"},
                                          {"hormail.com", "hotmail.com"},
                                          {"homail.com", "hotmail.com"},
                                          {"hotmail.cm", "hotmail.com"},
                                          {"hotmail.cim", "hotmail.com"},
                                          {"outllook.com", "outlook.com"},
                                          {"outlool.com", "outlook.com"},
                                          {"oulook.com", "outlook.com"},
                                          {"outlook.cpm", "outlook.com"},
                                          {"outloook.con", "outlook.com"},
                                          {"yahooo.com", "yahoo.com"},
                                          {"yhaoo.com", "yahoo.com"},
                                          {"yahho.com", "yahoo.com"},
                                          {"yahoo.comn", "yahoo.com"},
                                          {"yahoo.co.ukk", "yahoo.co.uk"},
                                          {"iclould.com", "icloud.com"},
                                          {"iclod.com", "icloud.com"},
                                          {"icoud.com", "icloud.com"},
                                          {"protonmial.com", "protonmail.com"},
                                          {"protonmai.com", "protonmail.com"},
                                          {"googlemial.com", "googlemail.com"},
                                          {"comcats.net", "comcast.net"},
                                          {"comcast.ent", "comcast.net"},
                                          {"verizon.nte", "verizon.net"},
                                          {"foxmail.con", "foxmail.com"},
                                          {"126.cmo", "126.com"},
                                          {"sian.com", "sina.com"},
                                          {"qq.con", "qq.com"},
                                          {"aol.con", "aol.com"},
                                          {"gmx.dee", "gmx.de"},
                                          {"wanadoo.frr", "wanadoo.fr"},
                                          {"t-onlin.de", "t-online.de"},
                                          {"lapsote.net", "laposte.net"},
                                          {"yandex.tu", "yandex.ru"},
                                          {"libero.itt", "libero.it"}};
    for (gsize i = 0; i < G_N_ELEMENTS(near); i++)
        if (g_strcmp0(mailbox_domain_meant(near[i][0]), near[i][1]) != 0)
            g_test_fail_printf("%s is not taken for %s", near[i][0], near[i][1]);
    /* Real providers, look-alikes and other words: silence. */
    static const char *const far[] = {"gmail.com",    "mail.com",    "email.com",  "example.org",
                                      "ab.com",       "qs.com",      "yahoo.xyz",  "gmx.net",
                                      "164.com",      "hotmail.nl",  "hotmail.ch", "hotmail.se",
                                      "outlook.dk",   "outlook.jp",  "live.nl",    "live.be",
                                      "live.it",      "live.dk",     "yahoo.se",   "yahoo.com.mx",
                                      "yahoo.com.hk", "yahoo.pl",    "mail.de",    "mail.ee",
                                      "mail.bg",      "web.com",     "love.com",   "line.com",
                                      "mall.com",     "main.com",    "last.ru",    "mail.co",
                                      "136.com",      "aon.at",      "yandex.kz",  "yandex.by",
                                      "ya.ru",        "ymail.com",   "inbox.lv",   "email.cz",
                                      "gmx.us",       "aol.de",      "orange.pl",  "orange.com",
                                      "sky.de",       "sina.com.cn", "hmail.com",  "tmail.com",
                                      "gmail.dev",    "yahoo.net",   "free.org",   ""};
    for (gsize i = 0; i < G_N_ELEMENTS(far); i++)
        if (mailbox_domain_meant(far[i]))
            g_test_fail_printf("%s is taken for %s", far[i], mailbox_domain_meant(far[i]));
    g_assert_cmpuint(mailbox_domains_count(), >=, 60);
    g_autoptr(Facts) facts = world_facts(NULL, "me@HotMial.com", NULL);
    world_expect((World){0}, "typo", "recipient-domain", facts, "typo.near(hotmail.com)");
    world_expect((World){0}, "typo", "recipient", facts, "typo.near(hotmail.com)");
    world_expect((World){0}, "typo", "sender-domain", facts, "typo.skipped");
    g_autoptr(Facts) known = world_facts(NULL, "me@gmail.com", NULL);
    world_expect((World){0}, "typo", "recipient-domain", known, "typo.none");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/syntax/placeholders", test_placeholders);
    g_test_add_func("/check/unreachable", test_unreachable);
    g_test_add_func("/check/syntax", test_syntax);
    g_test_add_func("/check/syntax/lengths", test_syntax_lengths);
    g_test_add_func("/check/attachment", test_attachments);
    g_test_add_func("/check/typo", test_typo);
    return g_test_run();
}
