#include "content/help/manual.h"

#include <string.h>
#include "content/base/embedded.h"
#include "content/help/manual_text.h"

enum { NAME_BYTES = 4096 /* the NAME section is among them */ };

/* Commands, then what is to be read, then files. */
static int place_of(const char *file)
{
    static const char *const endings[] = {".1", ".7", ".5"};
    int place = 0;
    while (place < (int)G_N_ELEMENTS(endings) && !g_str_has_suffix(file, endings[place]))
        place++;
    return place;
}

static int by_section(gconstpointer a, gconstpointer b)
{
    const ManualPage *const *one = a, *const *other = b;
    int first = place_of((*one)->file), second = place_of((*other)->file);
    return first != second ? first - second : strcmp((*one)->file, (*other)->file);
}

/* What mandoc made of a page; empty where it was not there to do so. */
static GBytes *html_of(const char *file, Language language)
{
    g_autofree char *path = g_strdup_printf("manual/%s/%s", language_name(language), file);
    GBytes *bytes = embedded_file(path);
    if (!bytes && language != LANGUAGE_ENGLISH)
        return html_of(file, LANGUAGE_ENGLISH);
    return bytes ? bytes : g_bytes_new_static("", 0);
}

/* "settings of whybounce" of "whybounce-config — settings of whybounce". */
static char *about_of(GBytes *html)
{
    gsize length;
    const char *start = g_bytes_get_data(html, &length), *dash = NULL;
    g_autoptr(GPtrArray) paragraphs = manual_text_read(start, MIN(length, NAME_BYTES));
    if (paragraphs->len > 1)
        dash = strstr(((ManualParagraph *)paragraphs->pdata[1])->text->str, " \u2014 ");
    return g_strdup(dash ? dash + strlen(" \u2014 ") : "");
}

static ManualPage *page_new(const char *file, GBytes *html)
{
    ManualPage *page = g_new0(ManualPage, 1);
    const char *dot = strrchr(file, '.');
    page->file = g_strdup(file);
    page->title =
        dot ? g_strdup_printf("%.*s(%s)", (int)(dot - file), file, dot + 1) : g_strdup(file);
    page->about = about_of(html);
    return page;
}

const GPtrArray *manual_pages(Language language)
{
    static GPtrArray *pages[LANGUAGE_COUNT];
    if (pages[language])
        return pages[language];
    g_auto(GStrv) files = embedded_folder("manual/en");
    pages[language] = g_ptr_array_new();
    for (char **file = files; *file; file++) {
        g_autoptr(GBytes) html = html_of(*file, language);
        if (g_bytes_get_size(html))
            g_ptr_array_add(pages[language], page_new(*file, html));
    }
    g_ptr_array_sort(pages[language], by_section);
    return pages[language];
}

const GPtrArray *manual_page_text(const ManualPage *page, Language language)
{
    static GPtrArray *paragraphs;
    static const ManualPage *read;
    if (read == page)
        return paragraphs;
    g_clear_pointer(&paragraphs, g_ptr_array_unref);
    g_autoptr(GBytes) html = html_of(page->file, language);
    gsize length;
    const char *start = g_bytes_get_data(html, &length);
    paragraphs = manual_text_read(start, length);
    read = page;
    return paragraphs;
}
