"""Logistic regression, binary and multinomial, with an L2 penalty: small enough to need no library."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax


def fit(rows: np.ndarray, classes: np.ndarray, count: int, penalty: float, weights: np.ndarray | None = None):
    """Return weights (classes x signals) and intercepts that make the classes of standardised rows likeliest."""
    weights = np.ones(len(rows)) if weights is None else weights
    target = np.eye(count)[classes] * weights[:, None]

    def loss(flat):
        given = flat.reshape(count, -1)
        logits = rows @ given[:, :-1].T + given[:, -1]
        away = softmax(logits, axis=1) * weights[:, None] - target
        slope = np.concatenate([away.T @ rows + penalty * given[:, :-1], away.sum(axis=0)[:, None]], axis=1)
        return -(log_softmax(logits, axis=1) * target).sum() + penalty * (given[:, :-1] ** 2).sum() / 2, slope.ravel()

    start = np.zeros(count * (rows.shape[1] + 1))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x.reshape(count, -1)
    return found[:, :-1], found[:, -1]


def fit_binary(rows: np.ndarray, positive: np.ndarray, penalty: float, weights: np.ndarray | None = None):
    """Return weights and intercept of the log-odds of the positive class."""
    both, intercepts = fit(rows, positive.astype(int), 2, penalty * 2, weights)
    return both[1] - both[0], float(intercepts[1] - intercepts[0])


def fit_beside(rows, positive, odds, penalty, counts=None) -> np.ndarray:
    """Return the weights that, added to log-odds already known, make the positive class likeliest.

    `penalty` is one, or one for each weight; `counts` says how often each row counts.
    """
    counts = np.ones(len(rows)) if counts is None else counts

    def loss(weights):
        total = odds + rows @ weights
        away = (1 / (1 + np.exp(-total)) - positive) * counts
        value = ((np.logaddexp(0, total) - positive * total) * counts).sum() + (penalty * weights**2).sum() / 2
        return value, away @ rows + penalty * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
