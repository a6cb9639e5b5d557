/* causes_page LANGUAGE: writes whybounce-causes(7), the manual's list of causes, from the
 * catalogue. Run by make. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "content/catalogue/catalogue.h"
#include "content/compiler/mdoc_text.h"
#include "content/base/phrases.h"

typedef struct {
    const char *name, *intro, *seen, *id, *acts, *checked, *mend, *avoid, *read;
} Words;

static const Words words[LANGUAGE_COUNT] = {
    {"what e-mail bounces (NDR, DSN, 550, 554, 421) mean, and what to do",
     "Every cause that the built-in catalogue of whybounce knows, by category. Texts in braces in "
     "a real "
     "case are its own values.",
     "Seen as:", "Id:", "Who acts:", "Checked by:", "Mend:", "Not:", "Read on:"},
    {"各类退信（NDR、DSN、550、554、421）的含义和处理办法",
     "whybounce 内置原因库收录的全部原因，按类别排列。", "示例：", "编号：", "谁来处理：", "检查：",
     "处理：", "不要：", "延伸阅读："},
};

static void put_filled_words(Language language, const char *text, gboolean argument)
{
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *filled = phrase_fill(language, text, none);
    mdoc_words(filled, argument);
}

static void put_filled(Language language, const char *text)
{
    put_filled_words(language, text, FALSE);
}

static const char *word(Language language, const char *group, const char *name)
{
    g_autofree char *key = g_strdup_printf("%s.%s", group, name);
    return phrase(language, key);
}

static void put_item(const char *label)
{
    puts(".br");
    mdoc_label(label);
}

static void put_sentences(const CauseText *text, Language language)
{
    const char *const sentences[] = {text->what, text->why, text->unproven};
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GString) paragraph = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autofree char *filled =
            sentences[i] ? phrase_fill(language, sentences[i], none) : g_strdup("");
        if (*filled)
            mdoc_append(paragraph, filled);
    }
    mdoc_text(paragraph->str);
}

static void put_checks(const Cause *cause, Language language)
{
    const char *comma = language == LANGUAGE_CHINESE ? "、" : ", ";
    g_autoptr(GString) names = g_string_new(NULL);
    for (unsigned i = 0; i < cause->checks_count; i++) {
        const char *name = word(language, "check", cause->checks[i].check);
        if (!strstr(names->str, name))
            g_string_append_printf(names, "%s%s", names->len ? comma : "", name);
    }
    if (!names->len)
        return;
    put_item(words[language].checked);
    mdoc_text(names->str);
}

static void put_text_of(const Cause *cause, const CauseText *text, Language language)
{
    put_sentences(text, language);
    for (unsigned i = 0; i < text->fixes_count; i++) {
        put_item(words[language].mend);
        put_filled(language, text->fixes[i].title);
    }
    for (unsigned i = 0; i < text->avoid_count; i++) {
        put_item(words[language].avoid);
        put_filled(language, text->avoid[i]);
    }
    for (unsigned i = 0; i < cause->links_count; i++) {
        put_item(words[language].read);
        mdoc_text(cause->links[i].url);
    }
}

static void put_cause(const Cause *cause, Language language)
{
    const CauseText *text = cause_text(cause, language);
    printf(".It Sy ");
    put_filled_words(language, text->title, TRUE);
    put_text_of(cause, text, language);
    if (cause->match_count) {
        put_item(words[language].seen);
        mdoc_text(cause->match[0]);
    }
    put_checks(cause, language);
    put_item(words[language].acts);
    mdoc_text(word(language, "actor", cause->acts));
    put_item(words[language].id);
    mdoc_text(cause->id);
}

static void put_category(const Catalogue *catalogue, const char *category, Language language)
{
    printf(".Ss ");
    mdoc_words(word(language, "category", category), TRUE);
    puts(".Bl -tag -width Ds");
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        if (g_str_equal(catalogue_at(catalogue, i)->category, category))
            put_cause(catalogue_at(catalogue, i), language);
    puts(".El");
}

int main(int argc, char **argv)
{
    static const char *const categories[] = {"outgoing", "content", "quota", "recipient", "other"};
    Language language = mdoc_language(argc, argv);
    if (language == LANGUAGE_COUNT)
        return EX_USAGE;
    g_autoptr(Catalogue) catalogue = catalogue_new();
    mdoc_head("whybounce-causes", words[language].name, words[language].intro);
    for (gsize i = 0; i < G_N_ELEMENTS(categories); i++)
        put_category(catalogue, categories[i], language);
    puts(".Sh SEE ALSO\n.Xr whybounce 1 ,\n.Xr whybounce-guides 7");
    return mdoc_done();
}
