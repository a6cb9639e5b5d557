/* The openspf.org test suite for RFC 7208: every test's result and explanation. libspf2's own count
 * is printed beside ours. The suite is not part of the tree: WHYBOUNCE_SHARED names the folder that
 * holds spf/rfc7208-tests.yml (../shared where it is not set). */
#include "checks/answers/answers.h"
#include "checks/answers/domain_name.h"
#include "checks/spf/spf.h"
#include "checks/spf/spf_macro.h"
#include <arpa/inet.h>
#include <string.h>
#include <yaml.h>

typedef struct {
    char *name;
    char *helo, *host, *sender;
    char **results;
    char *explanation; /* NULL: the suite does not say */
} SuiteTest;

/* One of the suite's scenarios: its tests over its zone. */
typedef struct {
    char *description;
    GPtrArray *tests;   /* SuiteTest* */
    GHashTable *zone;   /* name -> GPtrArray of Record*, TXT made of SPF where the suite says so */
    GHashTable *silent; /* names that time out for all types that they have no records of */
} Scenario;

typedef struct {
    Scenario *scenario;
    const SuiteTest *test;
} Case;

static struct {
    guint tests, right, libspf2_right, libspf2_not_asked;
} tally;

static char *scalar_dup(const yaml_node_t *node)
{
    g_assert_cmpint(node->type, ==, YAML_SCALAR_NODE);
    return g_strndup((const char *)node->data.scalar.value, node->data.scalar.length);
}

static const yaml_node_t *map_get(yaml_document_t *document, const yaml_node_t *map,
                                  const char *key)
{
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < map->data.mapping.pairs.top;
         pair++) {
        const yaml_node_t *name = yaml_document_get_node(document, pair->key);
        if (strcmp((const char *)name->data.scalar.value, key) == 0)
            return yaml_document_get_node(document, pair->value);
    }
    return NULL;
}

static char *map_get_text(yaml_document_t *document, const yaml_node_t *map, const char *key)
{
    const yaml_node_t *node = map_get(document, map, key);
    return node != NULL ? scalar_dup(node) : NULL;
}

/* A scalar, or the items of a sequence one after another. */
static GPtrArray *texts_of(yaml_document_t *document, const yaml_node_t *node)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    if (node->type == YAML_SCALAR_NODE) {
        g_ptr_array_add(texts, g_bytes_new(node->data.scalar.value, node->data.scalar.length));
        return texts;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *text = yaml_document_get_node(document, *item);
        g_ptr_array_add(texts, g_bytes_new(text->data.scalar.value, text->data.scalar.length));
    }
    return texts;
}

static char *zone_name(const char *text)
{
    g_autofree char *escaped = spf_name_escape(text, strlen(text));
    char *name = domain_name_normalise(escaped);
    return name != NULL ? name : g_strdup(escaped);
}

static char *text_at(GPtrArray *texts, guint index)
{
    gsize length;
    const char *text = g_bytes_get_data(g_ptr_array_index(texts, index), &length);
    return g_strndup(text ? text : "", length);
}

static void set_address(Record *record, const char *text)
{
    record->address_length = record->type == TYPE_A ? 4 : 16;
    g_assert_cmpint(inet_pton(record->type == TYPE_A ? AF_INET : AF_INET6, text, record->address),
                    ==, 1);
}

static void set_strings(Record *record, GPtrArray *texts)
{
    GByteArray *joined = g_byte_array_new();
    for (guint i = 0; i < texts->len; i++) {
        gsize length;
        const guint8 *bytes = g_bytes_get_data(g_ptr_array_index(texts, i), &length);
        g_byte_array_append(joined, bytes, (guint)length);
    }
    record->strings = g_byte_array_free_to_bytes(joined);
}

static Record *record_of(const char *owner, const char *type, GPtrArray *texts)
{
    static const struct {
        const char *name;
        guint16 type;
    } types[] = {{"A", TYPE_A},     {"AAAA", TYPE_AAAA},   {"MX", TYPE_MX},  {"PTR", TYPE_PTR},
                 {"TXT", TYPE_TXT}, {"CNAME", TYPE_CNAME}, {"SPF", TYPE_TXT}};
    guint row = 0;
    while (row < G_N_ELEMENTS(types) && strcmp(types[row].name, type) != 0)
        row++;
    g_assert_cmpuint(row, <, G_N_ELEMENTS(types));
    Record *record = record_new(types[row].type, owner, 300);
    record->text = g_strdup("");
    if (record->type == TYPE_TXT) {
        set_strings(record, texts);
        return record;
    }
    g_autofree char *last = text_at(texts, texts->len - 1);
    if (record->type == TYPE_A || record->type == TYPE_AAAA)
        set_address(record, last);
    else
        record->target = last[0] == '\0' ? g_strdup(".") : zone_name(last);
    return record;
}

static void record_unref(gpointer record)
{
    record_free(record);
}

/* The suite's rule: SPF records stand for TXT records where the name has no TXT entry of its own.
 */
static void load_owner(Scenario *scenario, yaml_document_t *document, const char *key,
                       const yaml_node_t *entries)
{
    g_autofree char *owner = zone_name(key);
    GPtrArray *records = g_ptr_array_new_with_free_func(record_unref);
    gboolean own_txt = FALSE;
    for (int pass = 0; pass < 2; pass++) {
        for (yaml_node_item_t *item = entries->data.sequence.items.start;
             item < entries->data.sequence.items.top; item++) {
            const yaml_node_t *entry = yaml_document_get_node(document, *item);
            if (entry->type == YAML_SCALAR_NODE) {
                g_hash_table_add(scenario->silent, g_strdup(owner));
                continue;
            }
            yaml_node_pair_t *pair = entry->data.mapping.pairs.start;
            g_autofree char *type = scalar_dup(yaml_document_get_node(document, pair->key));
            gboolean spf = strcmp(type, "SPF") == 0;
            if (pass == (spf ? 0 : 1))
                continue;
            g_autoptr(GPtrArray) texts =
                texts_of(document, yaml_document_get_node(document, pair->value));
            g_autofree char *first = texts->len > 0 ? text_at(texts, 0) : g_strdup("");
            own_txt = own_txt || strcmp(type, "TXT") == 0;
            if (strcmp(first, "NONE") != 0 && !(spf && own_txt))
                g_ptr_array_add(records, record_of(owner, type, texts));
        }
    }
    g_hash_table_insert(scenario->zone, g_steal_pointer(&owner), records);
}

static SuiteTest *load_test(yaml_document_t *document, const char *name, const yaml_node_t *map)
{
    SuiteTest *test = g_new0(SuiteTest, 1);
    const yaml_node_t *result = map_get(document, map, "result");
    g_autoptr(GPtrArray) texts = texts_of(document, result);
    g_autoptr(GPtrArray) results = g_ptr_array_new();
    test->name = g_strdup(name);
    test->helo = map_get_text(document, map, "helo");
    test->host = map_get_text(document, map, "host");
    test->sender = map_get_text(document, map, "mailfrom");
    test->explanation = map_get_text(document, map, "explanation");
    for (guint i = 0; i < texts->len; i++)
        g_ptr_array_add(results, text_at(texts, i));
    g_ptr_array_add(results, NULL);
    test->results = (char **)g_ptr_array_steal(results, NULL);
    return test;
}

static Scenario *load_scenario(yaml_document_t *document)
{
    const yaml_node_t *root = yaml_document_get_root_node(document);
    const yaml_node_t *tests = map_get(document, root, "tests");
    const yaml_node_t *zone = map_get(document, root, "zonedata");
    Scenario *scenario = g_new0(Scenario, 1);
    scenario->description = map_get_text(document, root, "description");
    scenario->tests = g_ptr_array_new();
    scenario->zone =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    scenario->silent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (yaml_node_pair_t *pair = tests->data.mapping.pairs.start;
         pair < tests->data.mapping.pairs.top; pair++) {
        g_autofree char *name = scalar_dup(yaml_document_get_node(document, pair->key));
        g_ptr_array_add(scenario->tests,
                        load_test(document, name, yaml_document_get_node(document, pair->value)));
    }
    for (yaml_node_pair_t *pair = zone->data.mapping.pairs.start;
         pair < zone->data.mapping.pairs.top; pair++) {
        g_autofree char *name = scalar_dup(yaml_document_get_node(document, pair->key));
        load_owner(scenario, document, name, yaml_document_get_node(document, pair->value));
    }
    return scenario;
}

static Record *record_copy(const Record *record)
{
    Record *copy = record_new(record->type, record->owner, record->ttl);
    copy->text = g_strdup(record->text);
    copy->target = g_strdup(record->target);
    copy->strings = record->strings ? g_bytes_ref(record->strings) : NULL;
    copy->address_length = record->address_length;
    memcpy(copy->address, record->address, sizeof copy->address);
    return copy;
}

/* The target of the name's CNAME, lent, or NULL. */
static const char *alias_of(GPtrArray *records)
{
    for (guint i = 0; records != NULL && i < records->len; i++) {
        const Record *record = g_ptr_array_index(records, i);
        if (record->type == TYPE_CNAME)
            return record->target;
    }
    return NULL;
}

static Answer *answer_from_zone(const Scenario *scenario, const Question *question)
{
    Answer *answer = answer_new(question->name, question->type, FALSE, ANSWER_NXDOMAIN);
    const char *name = question->name;
    GPtrArray *records = g_hash_table_lookup(scenario->zone, name);
    for (int hops = 0; alias_of(records) != NULL; hops++) {
        if (hops > 8) {
            answer->status = ANSWER_SERVFAIL;
            return answer;
        }
        name = alias_of(records);
        records = g_hash_table_lookup(scenario->zone, name);
    }
    for (guint i = 0; records != NULL && i < records->len; i++) {
        const Record *record = g_ptr_array_index(records, i);
        if (record->type == question->type)
            g_ptr_array_add(answer->records, record_copy(record));
    }
    if (answer->records->len > 0)
        answer->status = ANSWER_OK;
    else if (g_hash_table_contains(scenario->silent, name))
        answer->status = ANSWER_TIMEOUT;
    else if (records != NULL)
        answer->status = ANSWER_NO_DATA;
    return answer;
}

/* Answers all that was noted. */
static void serve(const Scenario *scenario, Answers *answers)
{
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    for (guint i = 0; i < wanted->len; i++)
        answers_store(answers, answer_from_zone(scenario, g_ptr_array_index(wanted, i)));
}

static gboolean expected(const SuiteTest *test, SpfResultCode code)
{
    return g_strv_contains((const char *const *)test->results, spf_result_name(code));
}

static const char *test_domain(const SuiteTest *test)
{
    const char *at = strrchr(test->sender, '@');
    return at != NULL ? at + 1 : test->sender[0] != '\0' ? test->sender : test->helo;
}

static void ask_libspf2(const Case *one, Answers *answers)
{
    const SuiteTest *test = one->test;
    SpfResultCode code = SPF_PENDING;
    g_autofree char *why = NULL;
    for (int round = 0; round < 100 && code == SPF_PENDING && why == NULL; round++) {
        code = spf_second_opinion(answers, test->host, test_domain(test), test->sender, test->helo,
                                  &why);
        serve(one->scenario, answers);
    }
    tally.libspf2_right += expected(test, code) ? 1 : 0;
    tally.libspf2_not_asked += why != NULL ? 1 : 0;
    if (code == SPF_PENDING)
        g_test_message("%s: libspf2: %s", test->name, why);
}

static void run_case(gconstpointer data)
{
    const Case *one = data;
    const SuiteTest *test = one->test;
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(SpfResult) result = NULL;
    for (int round = 0; round < 60 && (result == NULL || result->code == SPF_PENDING); round++) {
        g_clear_pointer(&result, spf_result_free);
        result =
            spf_check_host(answers, test->host, test_domain(test), test->sender, test->helo, NULL);
        serve(one->scenario, answers);
    }
    gboolean right = expected(test, result->code);
    if (g_strcmp0(test->explanation, "DEFAULT") == 0)
        right = right && result->explanation == NULL;
    else if (test->explanation != NULL)
        right = right && g_strcmp0(result->explanation, test->explanation) == 0;
    if (!right) {
        g_autofree char *wanted = g_strjoinv(" or ", test->results);
        g_test_message("%s, not %s; %s; explanation: %s", spf_result_name(result->code), wanted,
                       result->problem ? result->problem : "no problem",
                       result->explanation ? result->explanation : "none");
        g_test_fail();
    }
    tally.tests++;
    tally.right += right ? 1 : 0;
    ask_libspf2(one, answers);
}

static void all_were_run(void)
{
    g_test_message(
        "sum: RFC 7208 suite: %u of %u pass, results and explanations; libspf2: %u right, "
        "%u not asked",
        tally.right, tally.tests, tally.libspf2_right, tally.libspf2_not_asked);
    g_assert_cmpuint(tally.tests, ==, 203);
}

static void missing(gconstpointer path)
{
    g_autofree char *message = g_strdup_printf("%s is not there", (const char *)path);
    g_test_skip(message);
}

static void add_scenario(Scenario *scenario)
{
    for (guint i = 0; i < scenario->tests->len; i++) {
        Case *one = g_new0(Case, 1);
        one->scenario = scenario;
        one->test = g_ptr_array_index(scenario->tests, i);
        g_autofree char *group = g_strdelimit(g_strdup(scenario->description), "/ ", '-');
        g_autofree char *path = g_strdup_printf("/spf-suite/%s/%s", group, one->test->name);
        g_test_add_data_func(path, one, run_case);
    }
}

static void load_suite(FILE *file)
{
    yaml_parser_t parser;
    yaml_document_t document;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, file);
    while (yaml_parser_load(&parser, &document)) {
        gboolean more = yaml_document_get_root_node(&document) != NULL;
        if (more)
            add_scenario(load_scenario(&document));
        yaml_document_delete(&document);
        if (!more)
            break;
    }
    g_assert_cmpint(parser.error, ==, YAML_NO_ERROR);
    yaml_parser_delete(&parser);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    const char *shared = g_getenv("WHYBOUNCE_SHARED");
    g_autofree char *path =
        g_build_filename(shared ? shared : "../shared", "spf", "rfc7208-tests.yml", NULL);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        g_test_add_data_func("/spf-suite/skipped", path, missing);
        return g_test_run();
    }
    load_suite(file);
    fclose(file);
    g_test_add_func("/spf-suite-total/counts", all_were_run);
    return g_test_run();
}
