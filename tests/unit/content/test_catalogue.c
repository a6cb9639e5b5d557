/* The catalogue: the built-in entries lint clean, a person's own entries extend and override them,
 * and every mistake in a file is told with its line and its mend. */
#include <string.h>

#include "content/catalogue/catalogue.h"
#include "content/base/embedded.h"
#include "content/reader/read.h"

/* A clean entry; tests break it by replacing a piece. */
static const char entry[] =
    "- id: own-cause\n"
    "  category: other\n"
    "  reason: blocked\n"
    "  acts: sender\n"
    "  rules:\n"
    "    - name: token\n"
    "      level: token\n"
    "      text: ['\\bXYZ-42\\b']\n"
    "  checks:\n"
    "    - {check: mx, subject: sender-domain, confirms: [mx.missing]}\n"
    "  clean: rules-out\n"
    "  en: &en\n"
    "    title: Own cause\n"
    "    what: It happened to {sender}.\n"
    "    why: Because.\n"
    "    fixes:\n"
    "      - who: sender\n"
    "        title: Do it\n"
    "        steps: [Do this.]\n"
    "        record: {name: '{sender_domain}', type: MX, ttl: 60, value: 10 m.}\n"
    "    reply: Hello.\n"
    "    note: Note.\n"
    "  zh_CN:\n"
    "    title: 自定义原因\n"
    "    what: 发生在 {sender}。\n"
    "    why: 原因。\n"
    "    fixes:\n"
    "      - who: sender\n"
    "        title: 处理\n"
    "        steps: [请处理。]\n"
    "        record: {name: '{sender_domain}', type: MX, ttl: 60, value: 10 m.}\n"
    "    reply: 您好。\n"
    "    note: 备注。\n"
    "  match: ['550 XYZ-42 refused']\n"
    "  mismatch: ['550 XYZ-43 refused']\n";

static char *replaced(const char *from, const char *to)
{
    const char *at = strstr(entry, from);
    g_assert_nonnull(at);
    return g_strdup_printf("%.*s%s%s", (int)(at - entry), entry, to, at + strlen(from));
}

static void print_all(GPtrArray *problems)
{
    for (guint i = 0; i < problems->len; i++)
        g_test_message("%s", (char *)g_ptr_array_index(problems, i));
}

static void test_built_in_is_clean(void)
{
    g_auto(GStrv) names = embedded_folder("causes");
    guint wrong = 0;
    g_assert_cmpuint(g_strv_length(names), >, 0);
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strconcat("causes/", *name, NULL);
        g_autoptr(GBytes) file = embedded_file(path);
        g_autoptr(GPtrArray) problems =
            catalogue_lint(g_bytes_get_data(file, NULL), g_bytes_get_size(file), path);
        print_all(problems);
        wrong += problems->len;
    }
    g_assert_cmpuint(wrong, ==, 0);
}

/* An entry of one file would silently replace that of another. */
static void test_ids_are_unique(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    g_auto(GStrv) names = embedded_folder("causes");
    guint entries = 0;
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strconcat("causes/", *name, NULL);
        g_autoptr(GBytes) file = embedded_file(path);
        g_autofree char *yaml = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
        for (const char *at = yaml; (at = strstr(at, "- id: ")); at++)
            entries += at == yaml || at[-1] == '\n';
    }
    g_assert_cmpuint(entries, ==, catalogue_size(catalogue));
}

static void test_every_documented_row(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    for (int row = 1; row <= 27; row++) {
        guint entries = 0;
        for (guint i = 0; i < catalogue_size(catalogue); i++)
            for (guint j = 0; j < catalogue_at(catalogue, i)->documented_count; j++)
                entries += catalogue_at(catalogue, i)->documented[j] == row;
        g_assert_cmpuint(entries, ==, 1);
    }
}

static void test_own_entry(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    guint before = catalogue_size(catalogue);
    g_autoptr(GError) error = NULL;
    g_assert_true(catalogue_add(catalogue, entry, strlen(entry), "own.yaml", &error));
    g_assert_no_error(error);
    g_assert_cmpuint(catalogue_size(catalogue), ==, before + 1);
    const Cause *own = catalogue_find(catalogue, "own-cause");
    g_assert_nonnull(own);
    g_assert_cmpstr(cause_text(own, LANGUAGE_CHINESE)->title, ==, "自定义原因");
    g_assert_cmpstr(own->en->fixes[0].record->type, ==, "MX");
    g_assert_cmpuint(own->en->fixes[0].record->ttl, ==, 60);
    g_assert_null(own->en->unproven);
    g_assert_null(catalogue_find(catalogue, "no-such-cause"));
    g_assert_null(catalogue_at(catalogue, before + 1));
}

static void test_override_by_id(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    guint before = catalogue_size(catalogue);
    g_autofree char *yaml = replaced("own-cause", "user-unknown");
    g_assert_true(catalogue_add(catalogue, yaml, strlen(yaml), "own.yaml", NULL));
    g_assert_cmpuint(catalogue_size(catalogue), ==, before);
    g_assert_cmpstr(catalogue_find(catalogue, "user-unknown")->en->title, ==, "Own cause");
}

static void test_error_adds_nothing(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    guint before = catalogue_size(catalogue);
    g_autofree char *broken = replaced("    title: Own", "    titel: Own");
    g_autofree char *yaml = g_strconcat(entry, strstr(broken, "- id"), NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(catalogue_add(catalogue, yaml, strlen(yaml), "own.yaml", &error));
    g_assert_nonnull(error);
    g_assert_true(g_str_has_prefix(error->message, "own.yaml:"));
    g_assert_cmpuint(catalogue_size(catalogue), ==, before);
}

/* One mistake, and a piece of each line that the linter must say about it. */
typedef struct {
    const char *name, *from, *to, *says;
} Mistake;

static const Mistake mistakes[] = {
    {"misspelt-key", "    why: Because", "    wyh: Because",
     "own.yaml:15: unknown key \"wyh\": did you mean \"why\"?"},
    {"missing-key", "    why: Because.\n", "", "own.yaml:12: en lacks \"why\": add it"},
    {"missing-language", "  zh_CN:", "  zh_TW:", "own.yaml:1: the entry lacks \"zh_CN\": add it"},
    {"double-key", "    reply: Hello.\n", "    reply: Hello.\n    reply: Hi.\n",
     "own.yaml:22: \"reply\" stands here twice"},
    {"unknown-placeholder", "{sender}.", "{sendr}.",
     "own.yaml:14: unknown placeholder {sendr}: did you mean \"sender\"?"},
    {"open-placeholder", "{sender}.", "{sender.", "own.yaml:14: unknown placeholder"},
    {"bad-pattern", "\\bXYZ-42\\b", "XYZ-(42",
     "own.yaml:8: bad pattern \"XYZ-(42\": missing closing parenthesis"},
    {"bad-phrase", "text: ['\\bXYZ-42\\b']", "phrases: ['XYZ-(42']",
     "own.yaml:8: the phrase \"XYZ-(42\" lacks a \")\""},
    {"bad-gap", "text: ['\\bXYZ-42\\b']", "phrases: ['XYZ-{nmuber}']",
     "own.yaml:8: the phrase \"XYZ-{nmuber}\" has an unknown gap {nmuber}"},
    {"bad-raw-phrase", "text: ['\\bXYZ-42\\b']", "phrases: ['/XYZ-(42/']",
     "own.yaml:8: bad pattern \"/XYZ-(42/\""},
    {"phrase-of-walls", "text: ['\\bXYZ-42\\b']", "phrases: ['(a|b|c|d|e|f|g|h|i|j|k|l|m)']",
     "own.yaml:8: 13 alternatives in one line"},
    {"pattern-of-walls", "'\\bXYZ-42\\b'", "'(?:a|b|c|d|e|f|g|h|i|j|k|l|m)'",
     "own.yaml:8: 13 alternatives in one line"},
    {"words-twice", "text: ['\\bXYZ-42\\b']",
     "phrases: ['XYZ-{a}']\n      words: [{name: a, any: [b]}, {name: a, any: [c]}]",
     "own.yaml:9: two word lists are named \"a\""},
    {"finding-shape", "[mx.missing]", "[missing]",
     "own.yaml:10: \"missing\" is no finding id: write CHECK.what"},
    {"finding-unknown", "[mx.missing]", "[mx.absent]", "own.yaml:10: no check finds \"mx.absent\""},
    {"finding-of-another", "[mx.missing]", "[ptr.missing]",
     "own.yaml:10: \"ptr.missing\" is no finding of the check \"mx\""},
    {"unknown-check", "check: mx", "check: mxx",
     "own.yaml:10: unknown check \"mxx\": did you mean \"mx\"?"},
    {"unknown-subject", "subject: sender-domain", "subject: sender-domian",
     "own.yaml:10: unknown subject"},
    {"unknown-actor", "  acts: sender", "  acts: sendr", "own.yaml:4: unknown actor \"sendr\""},
    {"unknown-category", "category: other", "category: others",
     "own.yaml:2: unknown category \"others\""},
    {"unknown-reason", "reason: blocked", "reason: bloked",
     "own.yaml:3: unknown reason \"bloked\": did you mean \"blocked\"?"},
    {"unknown-level", "level: token", "level: tokens",
     "own.yaml:7: \"tokens\" is no level: did you mean \"token\"?"},
    {"text-is-no-list", "['\\bXYZ-42\\b']", "XYZ", "own.yaml:8: \"text\" must be a list"},
    {"no-condition", "      text: ['\\bXYZ-42\\b']\n", "",
     "own.yaml:6: rule \"token\" has no condition"},
    {"unproven", "rules-out", "proves-nothing", "own.yaml:12: en lacks \"unproven\""},
    {"number", "ttl: 60", "ttl: soon", "own.yaml:20: \"ttl\" must be a number"},
    {"languages-differ", "value: 10 m.}\n    reply: H", "value: 20 m.}\n    reply: H",
     "own.yaml:28: fix 1 differs"},
    {"long-title", "title: Own cause",
     "title: Own cause of a length that no screen of eighty columns has room for",
     "own.yaml:13: the title takes"},
    {"bad-id", "id: own-cause", "id: Own cause", "own.yaml:1: \"Own cause\" is no id"},
    {"alias", "  zh_CN:\n", "  zh_CN: *en\n  x:\n",
     "own.yaml:12: aliases (*name) are not supported"},
    {"tab", "  acts: sender", "\tacts: sender", "own.yaml:4: not YAML:"},
    {"not-a-list", "- id: own-cause\n  category", "id: own-cause\ncategory", "own.yaml:"},
    {"match-taken", "550 XYZ-42 refused", "550 XYZ-41 refused",
     "own.yaml:34: this example of own-cause is taken for"},
    {"mismatch-taken", "550 XYZ-43 refused", "550 XYZ-42 again",
     "own.yaml:35: own-cause takes this example"},
};

static void test_mistake(gconstpointer data)
{
    const Mistake *mistake = data;
    g_autofree char *yaml = replaced(mistake->from, mistake->to);
    g_autoptr(GPtrArray) problems = catalogue_lint(yaml, strlen(yaml), "own.yaml");
    gboolean said = FALSE;
    for (guint i = 0; i < problems->len; i++)
        said |= g_str_has_prefix(g_ptr_array_index(problems, i), mistake->says);
    if (!said)
        print_all(problems);
    g_assert_true(said);
}

static void test_all_mistakes_at_once(void)
{
    const char *yaml = "- id: a\n  titel: x\n- id: a\n  reason: y\n";
    g_autoptr(GPtrArray) problems = catalogue_lint(yaml, strlen(yaml), "own.yaml");
    g_assert_cmpuint(problems->len, >, 10);
}

static void test_clean_and_empty(void)
{
    g_autoptr(GPtrArray) clean = catalogue_lint(entry, strlen(entry), "own.yaml");
    print_all(clean);
    g_assert_cmpuint(clean->len, ==, 0);
    g_autoptr(GPtrArray) empty = catalogue_lint("# nothing\n", 10, "own.yaml");
    g_assert_cmpuint(empty->len, ==, 1);
}

/* Aliases of aliases: refused before they unfold. */
/* The first problem of the entry with its line of checks replaced; NULL: none. g_free(). */
static char *problem_with(const char *checks)
{
    g_autofree char *yaml =
        replaced("    - {check: mx, subject: sender-domain, confirms: [mx.missing]}\n", checks);
    g_autoptr(GPtrArray) problems = catalogue_lint(yaml, strlen(yaml), "own.yaml");
    print_all(problems);
    return problems->len ? g_strdup(g_ptr_array_index(problems, 0)) : NULL;
}

static void expect_problem(const char *checks, const char *part)
{
    g_autofree char *problem = problem_with(checks);
    g_assert_nonnull(problem);
    g_assert_nonnull(strstr(problem, part));
}

/* Nothing may stand for what it does not prove. */
static void test_claims(void)
{
    g_assert_null(problem_with("    - {check: dmarc, subject: from-domain, confirms: "
                               "[dmarc.failed]}\n  claims: [dmarc-fails]\n"));
    expect_problem("    - {check: spf, subject: sender-domain, confirms: [spf.fail]}\n"
                   "    - {check: dmarc, subject: from-domain, confirms: [dmarc.failed]}\n"
                   "  claims: [dmarc-fails]\n",
                   "\"spf.fail\" of the sender-domain answers none of the claims");
    expect_problem("    - {check: dmarc, subject: sender-domain, confirms: [dmarc.failed]}\n"
                   "  claims: [dmarc-fails]\n",
                   "answers none of the claims");
    expect_problem("    - {check: mx, subject: recipient-domain, confirms: [mx.null]}\n"
                   "  claims: [null-mx, listed]\n",
                   "no check answers the claim \"listed\"");
    expect_problem("    - {check: mx, subject: recipient-domain, confirms: [mx.null]}\n"
                   "  claims: [nul-mx]\n",
                   "unknown claim \"nul-mx\": did you mean \"null-mx\"?");
}

static void test_every_confirming_cause_claims(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    for (guint i = 0; i < catalogue_size(catalogue); i++) {
        const Cause *cause = catalogue_at(catalogue, i);
        gboolean confirms = FALSE;
        for (guint j = 0; j < cause->checks_count; j++)
            confirms |= cause->checks[j].confirms_count > 0;
        g_test_message("%s", cause->id);
        g_assert_cmpint(confirms, ==, cause->claims_count > 0);
    }
}

static void test_bomb(void)
{
    g_autoptr(GString) yaml = g_string_new("- a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++)
        g_string_append_printf(yaml, "- a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i,
                               i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    g_autoptr(GPtrArray) problems = catalogue_lint(yaml->str, yaml->len, "bomb.yaml");
    g_assert_cmpuint(problems->len, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    g_test_add_func("/catalogue/built-in-is-clean", test_built_in_is_clean);
    g_test_add_func("/catalogue/ids-are-unique", test_ids_are_unique);
    g_test_add_func("/catalogue/every-documented-row", test_every_documented_row);
    g_test_add_func("/catalogue/own-entry", test_own_entry);
    g_test_add_func("/catalogue/override-by-id", test_override_by_id);
    g_test_add_func("/catalogue/error-adds-nothing", test_error_adds_nothing);
    g_test_add_func("/catalogue/clean-and-empty", test_clean_and_empty);
    g_test_add_func("/catalogue/all-mistakes-at-once", test_all_mistakes_at_once);
    g_test_add_func("/catalogue/claims", test_claims);
    g_test_add_func("/catalogue/confirming-causes-claim", test_every_confirming_cause_claims);
    g_test_add_func("/catalogue/bomb", test_bomb);
    for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *path = g_strconcat("/catalogue/mistake/", mistakes[i].name, NULL);
        g_test_add_data_func(path, &mistakes[i], test_mistake);
    }
    return g_test_run();
}
