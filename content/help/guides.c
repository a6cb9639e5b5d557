#include "content/base/yaml_config.h"
#include "content/help/guides.h"

#include <cyaml/cyaml.h>
#include <string.h>

#include "content/catalogue/catalogue_schema.h"
#include "content/base/embedded.h"

#define STRING(type, member)                                                                       \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_DEFAULT, type, member, 1, CYAML_UNLIMITED)
#define STRINGS(type, member)                                                                      \
    CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member,          \
                         &string_entry, 1, CYAML_UNLIMITED)

static const cyaml_schema_value_t string_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED)};

static const cyaml_schema_field_t section_fields[] = {
    STRING(GuideSection, heading), STRINGS(GuideSection, paragraphs), STRINGS(GuideSection, steps),
    CYAML_FIELD_END};

static const cyaml_schema_value_t section_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, GuideSection, section_fields)};

static const cyaml_schema_field_t text_fields[] = {
    STRING(GuideText, title), STRING(GuideText, summary),
    CYAML_FIELD_SEQUENCE("sections", CYAML_FLAG_POINTER, GuideText, sections, &section_entry, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_field_t guide_fields[] = {
    STRING(Guide, name), CYAML_FIELD_MAPPING_PTR("en", CYAML_FLAG_POINTER, Guide, en, text_fields),
    CYAML_FIELD_MAPPING_PTR("zh_CN", CYAML_FLAG_POINTER, Guide, zh_CN, text_fields),
    CYAML_FIELD_END};

static const cyaml_schema_value_t guide_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, Guide, guide_fields)};

static const cyaml_schema_field_t glossary_fields[] = {
    STRING(GlossaryEntry, term), STRINGS(GlossaryEntry, aliases), STRING(GlossaryEntry, en),
    STRING(GlossaryEntry, zh_CN), CYAML_FIELD_END};

static const cyaml_schema_value_t glossary_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, GlossaryEntry, glossary_fields)};

static const cyaml_schema_value_t glossary_list = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, GlossaryEntry, &glossary_entry, 1, CYAML_UNLIMITED)};

static const char folder[] = "guides", glossary_file[] = "glossary.yaml";

/* Ours and linted by the tests, so a mistake in it is a mistake of the build. */
static void load(const char *name, const cyaml_schema_value_t *schema, void **data, unsigned *count)
{
    g_autofree char *path = g_strdup_printf("%s/%s", folder, name);
    g_autoptr(GBytes) file = embedded_file(path);
    gsize length;
    const uint8_t *yaml = g_bytes_get_data(file, &length);
    cyaml_err_t result = cyaml_load_data(yaml, length, &yaml_config, schema, data, count);
    if (result != CYAML_OK)
        g_error("%s: %s", path, cyaml_strerror(result));
}

static gpointer load_guides(gpointer unused)
{
    (void)unused;
    GPtrArray *all = g_ptr_array_new();
    g_auto(GStrv) names = embedded_folder(folder);
    for (char **name = names; *name; name++) {
        void *guide = NULL;
        if (!strcmp(*name, glossary_file))
            continue;
        load(*name, &guide_value, &guide, NULL);
        g_ptr_array_add(all, guide);
    }
    return all;
}

static gpointer load_glossary(gpointer unused)
{
    (void)unused;
    GPtrArray *all = g_ptr_array_new();
    void *data = NULL;
    unsigned count = 0;
    load(glossary_file, &glossary_list, &data, &count);
    GlossaryEntry *entries = data;
    for (unsigned i = 0; i < count; i++)
        g_ptr_array_add(all, &entries[i]);
    return all;
}

const GPtrArray *guides(void)
{
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, load_guides, NULL);
}

const Guide *guide_find(const char *name)
{
    const GPtrArray *all = guides();
    for (guint i = 0; i < all->len; i++) {
        const Guide *guide = all->pdata[i];
        if (!g_ascii_strcasecmp(guide->name, name))
            return guide;
    }
    return NULL;
}

const GuideText *guide_text(const Guide *guide, Language language)
{
    return language == LANGUAGE_CHINESE ? guide->zh_CN : guide->en;
}

const GPtrArray *glossary(void)
{
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, load_glossary, NULL);
}

static gboolean is_called(const GlossaryEntry *entry, const char *term)
{
    if (!g_ascii_strcasecmp(entry->term, term))
        return TRUE;
    for (unsigned i = 0; i < entry->aliases_count; i++)
        if (!g_ascii_strcasecmp(entry->aliases[i], term))
            return TRUE;
    return FALSE;
}

const GlossaryEntry *glossary_find(const char *term)
{
    const GPtrArray *all = glossary();
    for (guint i = 0; i < all->len; i++)
        if (is_called(all->pdata[i], term))
            return all->pdata[i];
    return NULL;
}

static gboolean is_chinese(const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_get_script(g_utf8_get_char(text)) != G_UNICODE_SCRIPT_HAN)
            return FALSE;
    return TRUE;
}

char *glossary_name(const GlossaryEntry *entry, Language language)
{
    for (unsigned i = 0; language == LANGUAGE_CHINESE && i < entry->aliases_count; i++)
        if (is_chinese(entry->aliases[i]))
            return g_strdup_printf("%s（%s）", entry->term, entry->aliases[i]);
    return g_strdup(entry->term);
}

const char *glossary_text(const GlossaryEntry *entry, Language language)
{
    return language == LANGUAGE_CHINESE ? entry->zh_CN : entry->en;
}
