/* guides_page LANGUAGE: writes whybounce-guides(7), the guides and the glossary as a page of the
 * manual. Run by make. */
#include <stdio.h>
#include <sysexits.h>

#include "content/compiler/mdoc_text.h"
#include "content/help/guides.h"

typedef struct {
    const char *name, *intro, *glossary, *also, *separator, *end;
} Words;

static const Words words[LANGUAGE_COUNT] = {
    {"how to read and mend a bounce (NDR, DSN, 550): headers, MX, settings, glossary",
     "The guides that the program also shows with `whybounce guide NAME`, and the words of mail "
     "and "
     "DNS explained.",
     "GLOSSARY", "Also: ", ", ", "."},
    {"退信（NDR、DSN、550）处理指南：邮件头、MX 记录、客户端设置和术语表",
     "各篇指南和术语解释，也可以用 `whybounce guide 名称` 查看。", "术语表", "又称：", "、", "。"},
};

static void put_section(const GuideSection *section)
{
    printf(".Ss ");
    mdoc_words(section->heading, TRUE);
    for (unsigned i = 0; i < section->paragraphs_count; i++) {
        if (i)
            puts(".Pp");
        mdoc_text(section->paragraphs[i]);
    }
    if (!section->steps_count)
        return;
    puts(".Bl -enum");
    for (unsigned i = 0; i < section->steps_count; i++) {
        puts(".It");
        mdoc_text(section->steps[i]);
    }
    puts(".El");
}

static void put_guide(const Guide *guide, Language language)
{
    const GuideText *text = guide_text(guide, language);
    printf(".Sh ");
    mdoc_words(text->title, TRUE);
    mdoc_text(text->summary);
    printf(".Pp\n.Dl whybounce guide %s\n", guide->name);
    for (unsigned i = 0; i < text->sections_count; i++)
        put_section(&text->sections[i]);
}

static void put_entry(const GlossaryEntry *entry, Language language)
{
    g_autoptr(GString) text = g_string_new(glossary_text(entry, language));
    g_autoptr(GString) also = g_string_new(words[language].also);
    g_autofree char *term = glossary_name(entry, language);
    printf(".It Sy ");
    mdoc_words(term, TRUE);
    for (unsigned i = 0; i < entry->aliases_count; i++)
        g_string_append_printf(also, "%s%s", i ? words[language].separator : "", entry->aliases[i]);
    g_string_append(also, words[language].end);
    if (entry->aliases_count)
        mdoc_append(text, also->str);
    mdoc_text(text->str);
}

static void put_glossary(Language language)
{
    const GPtrArray *entries = glossary();
    printf(".Sh %s\n.Bl -tag -width Ds\n", words[language].glossary);
    for (guint i = 0; i < entries->len; i++)
        put_entry(entries->pdata[i], language);
    puts(".El");
}

int main(int argc, char **argv)
{
    Language language = mdoc_language(argc, argv);
    if (language == LANGUAGE_COUNT)
        return EX_USAGE;
    mdoc_head("whybounce-guides", words[language].name, words[language].intro);
    const GPtrArray *all = guides();
    for (guint i = 0; i < all->len; i++)
        put_guide(all->pdata[i], language);
    put_glossary(language);
    puts(".Sh SEE ALSO\n.Xr whybounce 1 ,\n.Xr whybounce-causes 7");
    return mdoc_done();
}
