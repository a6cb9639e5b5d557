/* The program's own words, in the person's language (gettext, domain "whybounce"). The words of a
 * case come with the case document instead. */
#ifndef TUI_BASE_I18N_H
#define TUI_BASE_I18N_H

#include <libintl.h>

#include "content/base/language.h"

#define _(text) gettext(text)
/* Marks a text in a table; translated where it is shown. */
#define N_(text) (text)

/* Sets up locale and messages; call first in main(). `lang` is what --lang was given, NULL: as the
 * environment says (LANGUAGE, LC_ALL, LC_MESSAGES, LANG; English where it names no language of
 * ours). Works where the locale is C or is not installed: LC_CTYPE becomes C.UTF-8 when the
 * language needs it. Returns the language; LANGUAGE_COUNT where `lang` names none, and then English
 * is set up. Texts of
 * _() are always UTF-8. Call it again to change the language. */
Language words_init(const char *lang);

/* What the environment said when words_init() was first called: its language (English where it
 * names none of ours), and the variable that is a person's wish: LANGUAGE, LC_ALL or LC_MESSAGES
 * where it names a language of ours or C. LANG is none: it is the default of the whole system.
 * *variable NULL: no wish. */
Language words_of_environment(const char **variable);

/* An answer's server as it is shown: that of a sample in the person's language. g_free(). */
char *words_of_server(const char *server);

/* What a check is about ("sender-domain"), or where a text was read, in the person's language; the
 * question itself ("example.org MX") and whatever else has no word, and NULL, as it is. Lent. */
const char *words_of_question(const char *question);

/* An evidence's answer: where it is what came of the question ("no such record", "time-out"), in
 * the person's language; records, and NULL, as they are. Lent. */
const char *words_of_answer(const char *answer);

#endif
