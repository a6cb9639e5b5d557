#include "tui/base/i18n.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

#include "content/base/phrases.h"
#include "tui/base/locale_charset.h"

static gboolean is_c_locale(const char *name)
{
    return g_str_equal(name, "C") || g_str_equal(name, "POSIX");
}

/* The locale that POSIX's order of variables names for messages; NULL: none. */
static const char *locale_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = g_getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

static Language language_of_environment(void)
{
    const char *locale = locale_of_environment();
    if (!locale || is_c_locale(locale))
        return LANGUAGE_ENGLISH;
    const char *wishes = g_getenv("LANGUAGE");
    g_auto(GStrv) list = g_strsplit(wishes ? wishes : "", ":", -1);
    for (char **wish = list; *wish; wish++) {
        Language language = language_from_name(*wish);
        if (language != LANGUAGE_COUNT)
            return language;
    }
    Language language = language_from_name(locale);
    return language == LANGUAGE_COUNT ? LANGUAGE_ENGLISH : language;
}

static gboolean names_language(const char *locale)
{
    return is_c_locale(locale) || language_from_name(locale) != LANGUAGE_COUNT;
}

static const char *variable_of_environment(void)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES"};
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);
        g_auto(GStrv) wishes = g_strsplit(value ? value : "", ":", -1);
        for (char **wish = wishes; *wish; wish++)
            if (names_language(*wish))
                return variables[i];
    }
    return NULL;
}

/* Kept, since words_init() sets LANGUAGE itself. */
Language words_of_environment(const char **variable)
{
    static gboolean noted;
    static Language language;
    static const char *wish;
    if (!noted) {
        language = language_of_environment();
        wish = variable_of_environment();
        noted = TRUE;
    }
    if (variable)
        *variable = wish;
    return language;
}

/* gettext translates nothing while the locale is C, and a person's locale may not be installed, or
 * have a charset without the letters. */
static void ensure_charset(Language language)
{
    static const char *const written[] = {[LANGUAGE_CHINESE] = "退信：收件人不存在"};
    static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8", "UTF-8"};
    gboolean mute = is_c_locale(setlocale(LC_MESSAGES, NULL));
    gboolean shows = own_charset_holds(written[language]);
    for (gsize i = 0; i < G_N_ELEMENTS(names) && !shows; i++)
        shows = setlocale(LC_CTYPE, names[i]) != NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && mute; i++)
        mute = setlocale(LC_MESSAGES, names[i]) == NULL;
}

/* The messages of the build tree, so that a program that is not installed speaks too. */
static char *message_folder(void)
{
    static const char *const beside[] = {"locale", "../locale", "../share/locale"};
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program ? g_path_get_dirname(program) : NULL;
    for (gsize i = 0; folder && i < G_N_ELEMENTS(beside); i++) {
        g_autofree char *candidate = g_build_filename(folder, beside[i], NULL);
        g_autofree char *file =
            g_build_filename(candidate, "zh_CN", "LC_MESSAGES", "whybounce.mo", NULL);
        if (g_file_test(file, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&candidate);
    }
    return g_strdup(LOCALEDIR);
}

/* By words_init(), like gettext's own. */
static Language spoken = LANGUAGE_ENGLISH;

Language words_init(const char *lang)
{
    setlocale(LC_ALL, "");
    /* Numbers in reports and JSON have a point, whatever the locale. */
    setlocale(LC_NUMERIC, "C");
    Language environment = words_of_environment(NULL);
    Language wanted = lang ? language_from_name(lang) : environment;
    Language language = wanted == LANGUAGE_COUNT ? LANGUAGE_ENGLISH : wanted;
    spoken = language;
    if (language != LANGUAGE_ENGLISH)
        ensure_charset(language);
    g_setenv("LANGUAGE", language_name(language), TRUE);
    g_autofree char *folder = message_folder();
    bindtextdomain("whybounce", folder);
    bind_textdomain_codeset("whybounce", "UTF-8");
    textdomain("whybounce");
    return wanted;
}

char *words_of_server(const char *server)
{
    static const char sample[] = "sample ";
    if (!g_str_has_prefix(server, sample))
        return g_strdup(server);
    return g_strdup_printf(_("sample %s"), server + strlen(sample));
}

const char *words_of_question(const char *question)
{
    static const char *const roles[][2] = {{"sender-domain", N_("Sender's domain")},
                                           {"from-domain", N_("Domain in From")},
                                           {"recipient-domain", N_("Recipient's domain")},
                                           {"source-ip", N_("Sending IP")},
                                           {"helo", N_("Greeting (HELO)")},
                                           {"sender", N_("Sender")},
                                           {"recipient", N_("Recipient")},
                                           {"links", N_("Links")},
                                           {"dkim", N_("DKIM signature")},
                                           {"attachments", N_("Attachments")}};
    for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
        if (g_strcmp0(roles[i][0], question) == 0)
            return _(roles[i][1]);
    return question;
}

const char *words_of_answer(const char *answer)
{
    g_autofree char *key = g_strconcat("status.", answer, NULL);
    return answer && phrase_exists(key) ? phrase(spoken, g_intern_string(key)) : answer;
}
