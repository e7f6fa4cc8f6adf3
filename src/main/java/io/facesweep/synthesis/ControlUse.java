package io.facesweep.synthesis;

/**
 * How a trial has a control in a phase.
 *
 * @param isOn whether it has it; trials in lockstep agree
 * @param scale conditioning scale of the ControlNet
 * @param end the step from which it is off; 0 is never
 */
record ControlUse(boolean isOn, double scale, int end) {
  /** Returns the scale at a step of the phase, 0 where it is off. */
  double scaleAt(int step) {
    return end == 0 || step < end ? scale : 0;
  }
}
