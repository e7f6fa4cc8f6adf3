package io.facesweep.train;

/**
 * What a checkpoint of a stage holds beside its settings. Randomness has no state: every step draws
 * from a stream of its own number.
 *
 * @param step steps that are done
 * @param scale of the next step's loss
 * @param values parameters, flat
 * @param average their exponential moving average
 * @param firstMoment of the gradients
 * @param secondMoment of the gradients
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier of arrays, never compared.
record TrainingState(
    long step,
    LossScale scale,
    float[] values,
    float[] average,
    float[] firstMoment,
    float[] secondMoment) {

  /** Before the first step. */
  static TrainingState initial(LossScale scale, float[] values) {
    return new TrainingState(
        0, scale, values, values.clone(), new float[values.length], new float[values.length]);
  }
}
