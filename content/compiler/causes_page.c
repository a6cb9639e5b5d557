/* causes_page LANGUAGE: writes whybounce-causes(7), the manual's list of causes, from the
 * catalogue. Run by make. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "content/catalogue.h"
#include "content/phrases.h"

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

/* One word; `first` of its line, or an argument where the names of macros are called. */
static void put_word(const char *word, gboolean first, gboolean argument)
{
    gboolean macro = argument && g_ascii_isupper(word[0]) && strlen(word) <= 3;
    if (macro || (first && (*word == '.' || *word == '\'')))
        fputs("\\&", stdout);
    for (; *word; word++)
        fputs(*word == '\\' ? "\\e" : (const char[]){*word, '\0'}, stdout);
}

static gboolean ends_sentence(const char *word)
{
    gsize length = strlen(word);
    while (length && strchr(")\"'", word[length - 1]))
        length--;
    return length && strchr(".!?", word[length - 1]);
}

/* Text, a new line for each sentence as mdoc(7) wants it; in one line as the argument of a macro.
 */
static void put_words(const char *text, gboolean argument)
{
    g_auto(GStrv) list = g_strsplit_set(text, " \n\t", -1);
    gboolean first = TRUE;
    for (char **word = list; *word; word++) {
        if (!**word)
            continue;
        put_word(*word, first && !argument, argument);
        first = !argument && ends_sentence(*word);
        if (word[1])
            putchar(first ? '\n' : ' ');
    }
    putchar('\n');
}

static void put_text(const char *text)
{
    put_words(text, FALSE);
}

static void put_filled_words(Language language, const char *text, gboolean argument)
{
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *filled = phrase_fill(language, text, none);
    put_words(filled, argument);
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
    printf(".Em ");
    put_words(label, TRUE);
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
    put_text(names->str);
}

static void put_text_of(const Cause *cause, const CauseText *text, Language language)
{
    put_filled(language, text->what);
    put_filled(language, text->why);
    if (text->unproven)
        put_filled(language, text->unproven);
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
        put_text(cause->links[i].url);
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
        put_text(cause->match[0]);
    }
    put_checks(cause, language);
    put_item(words[language].acts);
    put_text(word(language, "actor", cause->acts));
    put_item(words[language].id);
    put_text(cause->id);
}

static void put_category(const Catalogue *catalogue, const char *category, Language language)
{
    printf(".Ss ");
    put_words(word(language, "category", category), TRUE);
    puts(".Bl -tag -width Ds");
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        if (g_str_equal(catalogue_at(catalogue, i)->category, category))
            put_cause(catalogue_at(catalogue, i), language);
    puts(".El");
}

int main(int argc, char **argv)
{
    static const char *const categories[] = {"outgoing", "content", "quota", "recipient", "other"};
    Language language = argc == 2 ? language_from_name(argv[1]) : LANGUAGE_COUNT;
    if (language == LANGUAGE_COUNT)
        return EX_USAGE;
    g_autoptr(Catalogue) catalogue = catalogue_new();
    printf(
        ".Dd November 24, 2026\n.Dt WHYBOUNCE-CAUSES 7\n.Os\n.Sh NAME\n.Nm whybounce-causes\n.Nd "
        "%s\n.Sh DESCRIPTION\n",
        words[language].name);
    put_text(words[language].intro);
    for (gsize i = 0; i < G_N_ELEMENTS(categories); i++)
        put_category(catalogue, categories[i], language);
    puts(".Sh SEE ALSO\n.Xr whybounce 1");
    return fflush(stdout) || ferror(stdout) ? EX_IOERR : EX_OK;
}
