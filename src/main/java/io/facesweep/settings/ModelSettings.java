package io.facesweep.settings;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints, keys {@code models.*}. Each is a Hugging Face snapshot directory, a path
 * relative to the working directory or a URI that Hadoop reads; null where none is given.
 *
 * @param diffusion Stable Diffusion 1.x or 2.x; required
 * @param depthControlnet ControlNet given depth renders
 * @param textureControlnet ControlNet given the Canny edges of a texture
 * @param textureUnet UNet fine-tuned on UV textures
 * @param textureUnetYuv the same, in YUV
 * @param clip CLIP model for the metrics that need one
 * @param face the 3D morphable model: {@code builtin:head}, the default, an ICT-FaceKit directory,
 *     a FLAME, BFM or safetensors file
 * @param dtype number format of the nets; default {@code auto}
 * @param vaeDtype number format of the VAE; {@code auto}, the default, is that of the nets
 */
public record ModelSettings(
    String diffusion,
    @Nullable String depthControlnet,
    @Nullable String textureControlnet,
    @Nullable String textureUnet,
    @Nullable String textureUnetYuv,
    @Nullable String clip,
    String face,
    Dtype dtype,
    Dtype vaeDtype)
    implements Serializable {}
