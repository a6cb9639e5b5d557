/* The languages that content is written in. */
#ifndef CONTENT_BASE_LANGUAGE_H
#define CONTENT_BASE_LANGUAGE_H

typedef enum { LANGUAGE_ENGLISH, LANGUAGE_CHINESE, LANGUAGE_COUNT } Language;

const char *language_name(Language language); /* "en", "zh_CN" */

/* Takes "en", "zh_CN", "zh", "zh-Hans", a locale such as "zh_CN.UTF-8". Returns LANGUAGE_COUNT for
 * a language that we don't have. */
Language language_from_name(const char *name);

#endif
