/* Finds the phrases of all languages in a text, and what denies them. */
#include "content/reader/read_phrases.h"

#include <string.h>

#include "content/base/embedded.h"
#include "content/reader/wording.h"

enum { LOOK_MAX = 1 << 19, DENIAL_MAX = 48 };

static Spotter *spotter; /* set once by phrases_init() */

static void add_phrase(const char *phrase, Phrase meaning, gpointer data)
{
    const SpotPhrase spot = {g_strdup(phrase), (int)meaning};
    g_array_append_val((GArray *)data, spot);
}

/* All of content/wording/; it stays as long as the program runs. */
static GArray *load_phrases(void)
{
    GArray *phrases = g_array_new(FALSE, FALSE, sizeof(SpotPhrase));
    g_auto(GStrv) names = embedded_folder("wording");
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strconcat("wording/", *name, NULL);
        g_autoptr(GBytes) file = embedded_file(path);
        gsize length;
        const char *text = g_bytes_get_data(file, &length);
        wording_foreach(text, length, add_phrase, phrases);
    }
    return phrases;
}

void phrases_init(void)
{
    if (spotter)
        return;
    GArray *phrases = load_phrases();
    spotter = spotter_new((const SpotPhrase *)(gpointer)phrases->data, phrases->len);
    g_array_free(phrases, TRUE);
}

/* The words of the sentence before `at`, of the last few of them, in small letters, a blank at both
 * ends. g_free(). */
static char *words_before(const char *text, gsize at)
{
    gsize from = at - MIN(at, (gsize)DENIAL_MAX);
    for (gsize i = from; i < at; i++)
        if (strchr(".;:!?", text[i]) || (text[i] == '\n' && text[i + 1] == '\n'))
            from = i + 1;
    g_autofree char *words = g_ascii_strdown(text + from, (gssize)(at - from));
    g_strdelimit(g_strchomp(words), "\t\n", ' ');
    return g_strconcat(" ", words, " ", NULL);
}

static gboolean holds_any(const char *words, const char *const *wanted)
{
    for (; *wanted; wanted++)
        if (strstr(words, *wanted))
            return TRUE;
    return FALSE;
}

/* What is said of a success that these words precede: "could not be", "has not yet been". */
static Phrase meaning_of_success(const char *words)
{
    static const char *const denials[] = {" not ",   "n't ",   " cannot ", " unable ", " never ",
                                          " nicht ", " non ",  " pas ",    " não ",    " niet ",
                                          " nie ",   " ikke ", " inte ",   " не ",     "未",
                                          "没",      "无法",   "無法",     "不能",     NULL};
    static const char *const delays[] = {" yet ",     " noch ", " encore ", " ancora ",  " ainda ",
                                         " todavía ", " aún ",  " nog ",    " jeszcze ", " пока ",
                                         " ещё ",     " еще ",  "尚",       "还未",      "還未",
                                         "暂",        "暫",     NULL};
    if (!holds_any(words, denials) && !g_str_has_suffix(words, " no "))
        return PHRASE_DELIVERED;
    return holds_any(words, delays) ? PHRASE_DELAYED : PHRASE_FAILED;
}

static void mend_successes(const char *text, GArray *spots)
{
    for (guint i = 0; i < spots->len; i++) {
        Spot *spot = &g_array_index(spots, Spot, i);
        if (spot->meaning != PHRASE_DELIVERED)
            continue;
        g_autofree char *words = words_before(text, spot->start);
        spot->meaning = (int)meaning_of_success(words);
    }
}

SpottedText *spotted_text_new(const char *text, gsize length)
{
    SpottedText *spotted = g_new(SpottedText, 1);
    spotted->text = text;
    spotted->length = spotted->end = length;
    g_autoptr(FoldedText) folded = folded_text_new(text, MIN(length, (gsize)LOOK_MAX));
    spotted->spots = spotter_find(spotter, folded);
    mend_successes(text, spotted->spots);
    return spotted;
}

void spotted_text_free(SpottedText *spotted)
{
    if (spotted)
        g_array_unref(spotted->spots);
    g_free(spotted);
}

guint spotted_first(const SpottedText *spotted, gsize at)
{
    guint low = 0, high = spotted->spots->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(spotted->spots, Spot, middle).start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gboolean spotted_within(const SpottedText *spotted, Phrase phrase, gsize start, gsize end)
{
    for (guint i = spotted_first(spotted, start); i < spotted->spots->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start >= end)
            return FALSE;
        if (spot->meaning == (int)phrase)
            return TRUE;
    }
    return FALSE;
}
