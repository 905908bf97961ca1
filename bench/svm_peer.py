"""TF-IDF over characters and a linear support vector machine (scikit-learn), tried with several settings on given folds.

Reads {"texts", "folds", "tasks": {name: labels}} from standard input and writes, for each task and setting, one guess a
text. The same folds as ours; the vocabulary and the weights of each fold come from the others alone.
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

SETTINGS = [(cost, weight) for cost in (0.5, 1.0) for weight in (None, "balanced")]

given = json.load(sys.stdin)
texts = np.array(given["texts"], dtype=object)
folds = np.array(given["folds"])
tasks = {name: np.array(labels, dtype=object) for name, labels in given["tasks"].items()}
guesses = {
    name: {f"C={cost:g}, class_weight={weight}": np.empty(len(texts), dtype=object) for cost, weight in SETTINGS}
    for name in tasks
}
for fold in sorted(set(folds)):
    inside = folds == fold
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True, min_df=2)
    learned = vectorizer.fit_transform(texts[~inside])
    asked = vectorizer.transform(texts[inside])
    for name, labels in tasks.items():
        for cost, weight in SETTINGS:
            model = LinearSVC(C=cost, class_weight=weight, random_state=0)
            model.fit(learned, labels[~inside])
            guesses[name][f"C={cost:g}, class_weight={weight}"][inside] = model.predict(asked)
answer = {name: {setting: list(found) for setting, found in own.items()} for name, own in guesses.items()}
json.dump({"version": sklearn.__version__, "guesses": answer}, sys.stdout)
