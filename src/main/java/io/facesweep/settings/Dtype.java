package io.facesweep.settings;

/** The number format of the nets; parameters, renderer and optimiser always compute in float32. */
public enum Dtype implements Choice {
  /** float32 on a CPU, float16 on a GPU; of the VAE, the type of the other nets. */
  AUTO,
  FLOAT32,
  FLOAT16,
  BFLOAT16
}
