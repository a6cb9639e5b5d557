/* libFuzzer: HTML and Markdown reports of hostile words. What comes out parses, and holds no
 * element, attribute or link that is not ours. */
#include <stdint.h>
#include <string.h>

#include "tui/report/report.h"

#define OURS "https://ours.example/page"

/* HTML */

static gboolean is_one_of(const char *const *words, const char *text, gsize length)
{
    for (; *words; words++)
        if (strlen(*words) == length && !strncmp(*words, text, length))
            return TRUE;
    return FALSE;
}

static const char *const elements[] = {"html", "head", "meta", "title", "style",   "body", "h1",
                                       "h2",   "h3",   "p",    "br",    "ul",      "ol",   "li",
                                       "dl",   "dt",   "dd",   "code",  "pre",     "span", "a",
                                       "b",    "i",    "div",  "table", "article", NULL};
static const char *const empty_elements[] = {"meta", "br", NULL};
static const char *const attributes[] = {"lang",  "charset", "http-equiv", "content", "name",
                                         "class", "dir",     "rel",        "href",    NULL};

static const char *check_attributes(const char *at)
{
    while (*at == ' ') {
        gsize length = strcspn(++at, "=> ");
        g_assert_true(is_one_of(attributes, at, length));
        g_assert_true(g_str_has_prefix(at + length, "=\""));
        const char *value = at + length + 2, *end = strchr(value, '"');
        g_assert_nonnull(end);
        if (!strncmp(at, "href", length))
            g_assert_cmpint(strncmp(value, OURS "\"", strlen(OURS) + 1), ==, 0);
        at = end + 1;
    }
    g_assert_cmpint(*at, ==, '>');
    return at + 1;
}

static void check_html(const char *html)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
    for (const char *at = strchr(html + 1, '<'); at; at = strchr(at, '<')) {
        gboolean closes = at[1] == '/';
        const char *name = at + 1 + closes;
        gsize length = strcspn(name, " >");
        g_assert_true(is_one_of(elements, name, length));
        if (closes) {
            g_assert_cmpuint(open->len, >, 0);
            const char *last = open->pdata[open->len - 1];
            g_assert_true(strlen(last) == length && !strncmp(last, name, length));
            g_ptr_array_set_size(open, (gint)open->len - 1);
        } else if (!is_one_of(empty_elements, name, length)) {
            g_ptr_array_add(open, g_strndup(name, length));
        }
        at = check_attributes(name + length);
    }
    g_assert_cmpuint(open->len, ==, 0);
}

/* Markdown */

static gsize run_of(const char *at, char c)
{
    gsize length = 0;
    while (at[length] == c)
        length++;
    return length;
}

/* Behind the code span, or fence, that begins here; it ends within its paragraph. */
static const char *behind_code(const char *start)
{
    gsize fence = run_of(start, '`');
    gboolean block = fence >= 3 && start[fence] == '\n';
    for (const char *at = start + fence; *at; at++) {
        g_assert_false(!block && at[0] == '\n' && at[1] == '\n');
        gsize length = run_of(at, '`');
        if (length == fence && (!block || at[-1] == '\n'))
            return at + length;
        at += length ? length - 1 : 0;
    }
    g_assert_not_reached();
}

static const char *behind_link(const char *at)
{
    static const char target[] = "](<" OURS ">)";
    for (at++; *at && *at != ']'; at++)
        if (*at == '\\' && at[1])
            at++;
    g_assert_true(g_str_has_prefix(at, target));
    return at + strlen(target);
}

static void check_markdown(const char *markdown)
{
    for (const char *at = markdown; *at;) {
        if (*at == '\\' && at[1])
            at += 2;
        else if (*at == '`')
            at = behind_code(at);
        else if (*at == '[')
            at = behind_link(at);
        else {
            g_assert_null(strchr("<>!|~&@=$^]", *at));
            at++;
        }
    }
}

/* A document of the words of the input, one behind the other. */
typedef struct {
    const uint8_t *at, *end;
} Words;

static json_t *word(Words *words)
{
    const uint8_t *start = words->at;
    while (words->at < words->end && *words->at)
        words->at++;
    g_autofree char *valid = g_utf8_make_valid((const char *)start, (gssize)(words->at - start));
    words->at += words->at < words->end;
    return json_string(valid);
}

static json_t *make_document(Words *words)
{
    json_t *facts = json_object(), *cause = json_object(), *document = json_object();
    static const char *const of_facts[] = {"recipient", "sender",  "diagnostic", "subject",
                                           "source_ip", "speaker", "helo"};
    static const char *const of_cause[] = {"id", "title", "what", "why", "note", "reply"};
    for (guint i = 0; i < G_N_ELEMENTS(of_facts); i++)
        json_object_set_new(facts, of_facts[i], word(words));
    for (guint i = 0; i < G_N_ELEMENTS(of_cause); i++)
        json_object_set_new(cause, of_cause[i], word(words));
    json_object_set_new(cause, "links",
                        json_pack("[{s:s, s:o}, {s:s, s:o}]", "url", OURS, "title", word(words),
                                  "url", "javascript:alert(1)", "title", word(words)));
    json_object_set_new(cause, "matched", json_pack("[{s:o}]", "text", word(words)));
    json_object_set_new(document, "facts", facts);
    json_object_set_new(document, "cause", cause);
    json_object_set_new(document, "verdict", word(words));
    json_object_set_new(document, "verdict_reason", word(words));
    json_object_set_new(document, "findings",
                        json_pack("[{s:o, s:o, s:o, s:o, s:o, s:[{s:o, s:o, s:o}]}]", "check",
                                  word(words), "id", word(words), "effect", word(words), "subject",
                                  word(words), "text", word(words), "evidence", "question",
                                  word(words), "server", word(words), "answer", word(words)));
    json_object_set_new(document, "fixes",
                        json_pack("[{s:o, s:o, s:[o, o], s:{s:o, s:s, s:i, s:o}}]", "title",
                                  word(words), "who", word(words), "steps", word(words),
                                  word(words), "record", "name", word(words), "type", "TXT", "ttl",
                                  300, "value", word(words)));
    return document;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Words words = {data, data + size};
    json_auto_t *document = make_document(&words);
    g_autofree char *html = report_render("html", document, LANGUAGE_ENGLISH);
    check_html(html);
    g_autofree char *markdown = report_render("markdown", document, LANGUAGE_ENGLISH);
    check_markdown(markdown);
    return 0;
}
