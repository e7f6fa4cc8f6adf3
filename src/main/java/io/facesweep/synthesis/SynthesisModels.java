package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.tensor.Device;
import org.jspecify.annotations.Nullable;

/**
 * What trials compute with; shared by all of a process, and none of it is changed by a trial.
 *
 * @param diffusion the denoiser, with its ControlNets
 * @param codec the VAE
 * @param textureUnet the UNet fine-tuned on UV textures, if there is one
 * @param textureUnetYuv its YUV twin, if there is one
 * @param face the 3D morphable model
 * @param device where renders, parameters and optimisers live
 */
public record SynthesisModels(
    ScoreDistillation diffusion,
    LatentCodec codec,
    @Nullable ScoreDistillation textureUnet,
    @Nullable ScoreDistillation textureUnetYuv,
    FaceModel face,
    Device device) {}
