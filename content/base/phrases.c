#include "content/base/yaml_config.h"
#include "content/base/phrases.h"

#include <cyaml/cyaml.h>
#include <string.h>

#include "content/catalogue/catalogue_schema.h"
#include "content/base/embedded.h"

typedef struct {
    char *key, *en, *zh_CN;
} Phrase;

static const cyaml_schema_field_t phrase_fields[] = {
    CYAML_FIELD_STRING_PTR("key", CYAML_FLAG_DEFAULT, Phrase, key, 1, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("en", CYAML_FLAG_DEFAULT, Phrase, en, 1, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("zh_CN", CYAML_FLAG_DEFAULT, Phrase, zh_CN, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t phrase_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, Phrase, phrase_fields)};

static const cyaml_schema_value_t phrase_list = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, Phrase, &phrase_entry, 0, CYAML_UNLIMITED),
};

typedef struct {
    GHashTable *by_key; /* char* to Phrase* */
    GHashTable *groups; /* "check" to GPtrArray of char* */
} Phrases;

static void add_name(GHashTable *groups, const char *key)
{
    const char *dot = strchr(key, '.');
    if (!dot)
        return;
    g_autofree char *group = g_strndup(key, (gsize)(dot - key));
    GPtrArray *names = g_hash_table_lookup(groups, group);
    if (!names) {
        names = g_ptr_array_new();
        g_hash_table_insert(groups, g_steal_pointer(&group), names);
    }
    g_ptr_array_add(names, (gpointer)(guintptr)(dot + 1));
}

static void end_names(gpointer group, gpointer names, gpointer unused)
{
    (void)group;
    (void)unused;
    g_ptr_array_add(names, NULL);
}

static void load_file(Phrases *all, const char *path)
{
    g_autoptr(GBytes) file = embedded_file(path);
    gsize length;
    const uint8_t *yaml = g_bytes_get_data(file, &length);
    Phrase *phrases = NULL;
    unsigned count = 0;
    cyaml_err_t result = cyaml_load_data(yaml, length, &yaml_config, &phrase_list,
                                         (cyaml_data_t **)&phrases, &count);
    if (result != CYAML_OK)
        g_error("%s: %s", path, cyaml_strerror(result));
    for (unsigned i = 0; i < count; i++) {
        if (!g_hash_table_insert(all->by_key, phrases[i].key, &phrases[i]))
            g_error("%s: phrase %s stands there twice", path, phrases[i].key);
        add_name(all->groups, phrases[i].key);
    }
}

/* Loaded once, kept for the process: what phrase() returns is lent for that long. */
static gpointer load_all(gpointer unused)
{
    (void)unused;
    Phrases *all = g_new(Phrases, 1);
    all->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    all->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) names = embedded_folder("phrases");
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strconcat("phrases/", *name, NULL);
        load_file(all, path);
    }
    g_hash_table_foreach(all->groups, end_names, NULL);
    return all;
}

static const Phrases *all_phrases(void)
{
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, load_all, NULL);
}

static const Phrase *find(const char *key)
{
    return g_hash_table_lookup(all_phrases()->by_key, key);
}

const char *const *phrase_names(const char *group)
{
    static const char *const none[] = {NULL};
    const GPtrArray *names = g_hash_table_lookup(all_phrases()->groups, group);
    return names ? (const char *const *)(gpointer)names->pdata : none;
}

const char *phrase(Language language, const char *key)
{
    const Phrase *found = find(key);
    if (!found)
        return key;
    return language == LANGUAGE_CHINESE ? found->zh_CN : found->en;
}

gboolean phrase_exists(const char *key)
{
    return find(key) != NULL;
}

/* The length of "{name}" at `text`, 0 where there is none. */
static gsize placeholder_length(const char *text)
{
    if (*text != '{')
        return 0;
    gsize name = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_");
    return name > 0 && text[1 + name] == '}' ? name + 2 : 0;
}

static gboolean begins_sentence(const GString *out)
{
    return out->len == 0 || g_str_has_suffix(out->str, ". ") || g_str_has_suffix(out->str, "\n");
}

/* Whether the last character is a Chinese one (or other of three bytes and more); blanks stand only
 * beside Latin letters. */
static gboolean ends_wide(const char *text, gsize length)
{
    const char *last = length > 0 ? g_utf8_find_prev_char(text, text + length) : NULL;
    return last && g_unichar_iswide(g_utf8_get_char(last));
}

static gboolean begins_wide(const char *text)
{
    return *text && g_unichar_iswide(g_utf8_get_char(text));
}

/* A plain word, with a capital where it begins a sentence. */
static void append_default(GString *out, const char *words)
{
    gboolean begins = begins_sentence(out);
    if (g_str_has_suffix(out->str, " ") && begins_wide(words) && ends_wide(out->str, out->len - 1))
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, begins ? g_ascii_toupper(*words) : *words);
    g_string_append(out, words + 1);
}

/* False where a plain word had to do. */
static gboolean append_value(GString *out, Language language, const char *name, GHashTable *values)
{
    const char *value = values ? g_hash_table_lookup(values, name) : NULL;
    if (value && *value) {
        g_string_append(out, value);
        return TRUE;
    }
    g_autofree char *key = g_strconcat("default.", name, NULL);
    if (phrase_exists(key))
        append_default(out, phrase(language, key));
    else
        g_string_append_printf(out, "{%s}", name);
    return FALSE;
}

char *phrase_fill(Language language, const char *text, GHashTable *values)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at;) {
        gsize length = placeholder_length(at);
        if (length == 0) {
            g_string_append_c(out, *at++);
            continue;
        }
        g_autofree char *name = g_strndup(at + 1, length - 2);
        gboolean known = append_value(out, language, name, values);
        at += length;
        if (!known && *at == ' ' && ends_wide(out->str, out->len) && begins_wide(at + 1))
            at++;
    }
    return g_string_free(out, FALSE);
}
