/* No bounce at hand: a few questions whose answers point at causes of the catalogue. */
#ifndef TUI_STATE_QUESTIONS_H
#define TUI_STATE_QUESTIONS_H

#include <glib.h>

#define QUESTION_COUNT 5
#define ANSWERS_MAX 8
#define POINTS_MAX 8
#define CANDIDATES_SHOWN 6

/* What an answer says for a cause. */
typedef struct {
    const char *cause; /* id of the catalogue */
    int points;
} CausePoints;

typedef struct {
    const char *text;               /* to be translated; NULL ends the list */
    CausePoints points[POINTS_MAX]; /* ended by NULL; none: "don't know" */
} QuestionAnswer;

typedef struct {
    const char *text; /* to be translated */
    QuestionAnswer answers[ANSWERS_MAX];
} GuidedQuestion;

extern const GuidedQuestion questions[QUESTION_COUNT];

/* The causes that the answers (-1: not answered) speak for, best first: GPtrArray of const char*
 * ids, at most CANDIDATES_SHOWN. */
GPtrArray *questions_causes(const int answers[QUESTION_COUNT]);
/* Its title, to be translated; NULL for an unknown id. */
const char *questions_title(const char *cause);
/* All causes that may come out, for the test that the catalogue has them; NULL at the end. */
const char *questions_cause_at(guint index);

#endif
