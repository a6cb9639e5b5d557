#include "content/base/settings.h"

#include <string.h>
#include <yaml.h>

#include "content/base/gettext.h"

enum { FILE_MAX = 64 * 1024, ENTRIES_MAX = 1000, DEPTH_MAX = 2, BRACKETS_MAX = 8 };

typedef struct {
    yaml_document_t *document;
    const char *name; /* of the file */
    guint entries;
    GError **error;
} Reading;

static GPtrArray *read_mapping(Reading *reading, const yaml_node_t *node, guint depth);

GQuark settings_error_quark(void)
{
    return g_quark_from_static_string("settings");
}

static void setting_free(gpointer data)
{
    Setting *setting = data;
    g_free(setting->name);
    g_free(setting->value);
    g_strfreev(setting->items);
    g_clear_pointer(&setting->members, g_ptr_array_unref);
    g_free(setting);
}

static gboolean fail(const Reading *reading, gsize line, const char *what)
{
    if (reading->error && !*reading->error)
        g_set_error(reading->error, SETTINGS_ERROR, 0, "%s:%zu: %s", reading->name, line + 1, what);
    return FALSE;
}

static gboolean is_too_much(Reading *reading, const yaml_node_t *node)
{
    return ++reading->entries > ENTRIES_MAX &&
           !fail(reading, node->start_mark.line, _("more than 1,000 entries; take some out"));
}

static const char *scalar(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static char **read_items(Reading *reading, const yaml_node_t *node)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *word = yaml_document_get_node(reading->document, *item);
        if (is_too_much(reading, word))
            return NULL;
        if (!scalar(word)) {
            fail(reading, word->start_mark.line, _("a list holds words only; write one word here"));
            return NULL;
        }
        g_ptr_array_add(items, g_strdup(scalar(word)));
    }
    g_ptr_array_add(items, NULL);
    g_ptr_array_set_free_func(items, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&items), FALSE);
}

static gboolean read_value(Reading *reading, const yaml_node_t *node, guint depth, Setting *setting)
{
    if (node->type == YAML_SEQUENCE_NODE)
        return (setting->items = read_items(reading, node)) != NULL;
    if (node->type == YAML_MAPPING_NODE && depth < DEPTH_MAX)
        return (setting->members = read_mapping(reading, node, depth + 1)) != NULL;
    if (node->type == YAML_MAPPING_NODE)
        return fail(reading, node->start_mark.line, _("nested too deep; write a word here"));
    setting->value = g_strdup(scalar(node));
    return TRUE;
}

static gboolean is_known(const GPtrArray *settings, const char *name)
{
    for (guint i = 0; i < settings->len; i++)
        if (g_str_equal(((const Setting *)settings->pdata[i])->name, name))
            return TRUE;
    return FALSE;
}

static gboolean read_pair(Reading *reading, const yaml_node_pair_t *pair, guint depth,
                          GPtrArray *settings)
{
    const yaml_node_t *key = yaml_document_get_node(reading->document, pair->key);
    if (is_too_much(reading, key))
        return FALSE;
    if (!scalar(key))
        return fail(reading, key->start_mark.line, _("a name is one word; correct it"));
    if (is_known(settings, scalar(key)))
        return fail(reading, key->start_mark.line, _("this stands above already; take one out"));
    Setting *setting = g_new0(Setting, 1);
    setting->name = g_strdup(scalar(key));
    setting->line = (guint)key->start_mark.line + 1;
    g_ptr_array_add(settings, setting);
    return read_value(reading, yaml_document_get_node(reading->document, pair->value), depth,
                      setting);
}

static GPtrArray *read_mapping(Reading *reading, const yaml_node_t *node, guint depth)
{
    g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func(setting_free);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++)
        if (!read_pair(reading, pair, depth, settings))
            return NULL;
    return g_steal_pointer(&settings);
}

static GPtrArray *read_document(Reading *reading)
{
    const yaml_node_t *root = yaml_document_get_root_node(reading->document);
    if (!root)
        return g_ptr_array_new_with_free_func(setting_free);
    if (root->type != YAML_MAPPING_NODE) {
        fail(reading, root->start_mark.line, _("no settings; write lines \"name: value\""));
        return NULL;
    }
    return read_mapping(reading, root, 1);
}

/* How far a walk through the events of the file has come. */
typedef struct {
    int depth, documents;
} Walk;

/* What is well-formed and none of ours all the same: aliases (a few lines of them unfold to
 * gigabytes), depth (libyaml's time grows with its square), a second document, which would be
 * passed over in silence. */
static gboolean is_fit(const Reading *reading, const yaml_event_t *event, Walk *walk)
{
    gsize line = event->start_mark.line;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return fail(reading, line,
                    _("an alias (*name) stands here; write the value itself in both places"));
    case YAML_DOCUMENT_START_EVENT:
        return walk->documents++ == 0 ||
               fail(reading, line, _("a second document begins here; remove the line with ---"));
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return ++walk->depth <= BRACKETS_MAX ||
               fail(reading, line, _("nested too deep; write a word here"));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        walk->depth--;
        return TRUE;
    default:
        return TRUE;
    }
}

static gboolean check_form(const Reading *reading, yaml_parser_t *parser)
{
    Walk walk = {0, 0};
    gboolean fit = TRUE, ended = FALSE;
    while (fit && !ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return fail(reading, parser->problem_mark.line,
                        _("not YAML; look at the indentation, colons and quotes here"));
        fit = is_fit(reading, &event, &walk);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return fit;
}

GPtrArray *settings_parse(const char *yaml, gsize length, const char *name, GError **error)
{
    yaml_parser_t parser;
    yaml_document_t document;
    Reading reading = {.document = &document, .name = name, .error = error};
    GPtrArray *settings = NULL;
    if (length > FILE_MAX) {
        fail(&reading, 0, _("larger than 64 KiB; settings take a few lines, name the right file"));
        return NULL;
    }
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guchar *)yaml, length);
    gboolean fit = check_form(&reading, &parser);
    yaml_parser_delete(&parser);
    if (!fit)
        return NULL;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guchar *)yaml, length);
    if (yaml_parser_load(&parser, &document)) {
        settings = read_document(&reading);
        yaml_document_delete(&document);
    } else { /* two anchors of one name */
        fail(&reading, (guint)parser.problem_mark.line + 1,
             _("not YAML; look at the indentation, colons and quotes here"));
    }
    yaml_parser_delete(&parser);
    return settings;
}

int settings_truth(const char *value)
{
    static const char *const words[][3] = {{"no", "false", "off"}, {"yes", "true", "on"}};
    for (int truth = 0; truth < 2; truth++)
        for (guint i = 0; i < G_N_ELEMENTS(words[truth]); i++)
            if (value && !g_ascii_strcasecmp(value, words[truth][i]))
                return truth;
    return -1;
}
