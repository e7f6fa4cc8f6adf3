package io.facesweep.synthesis;

/**
 * A text and the share of its embeddings in a mix.
 *
 * @param weight shares of a mix sum to 1
 */
record WeightedText(String text, double weight) {}
