package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.settings.BatchKey;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Batches: mates, failures, repetition, refusals. */
class BatchTest {
  private static final FaceModel BALL = Toys.ball();
  private static final String SHORT =
      "geometry.steps = 4, texture { steps = 4, latent-steps = 2, init = noise }\n";
  private static final String GEOMETRY = "phases = geometry-only\n" + SHORT;
  private static final String TEXTURE =
      "phases = texture-only, geometry.coefficients = [0]\n" + SHORT;

  @Test
  void aTrialThatFailsLeavesItsMatesAlone() {
    for (String base : List.of(GEOMETRY, TEXTURE, "phases = joint\n" + SHORT)) {
      List<TrialSpec> batch =
          List.of(
              spec("a", "kind face", base),
              spec("b", "doomed face", base + "guidance.non-finite-limit = 1"),
              spec("c", "calm face", base));
      RecordingScoreModel model = new RecordingScoreModel().breakAt("doomed", 0, 2);

      List<TrialResult> results = run(model, batch);

      TrialResult.Failed failed = (TrialResult.Failed) results.get(1);
      assertThat(failed.failure().trialId()).isEqualTo("b");
      assertThat(failed.failure().step()).isEqualTo(2);
      assertThat(failed.failure().timestep()).isEqualTo(model.seen(2, 1).get("timestep"));
      assertThat(failed.failure().message())
          .startsWith(
              "Cannot go on with trial b at %s step 2, timestep %d: 1 values of the gradient were NaN or infinite"
                  .formatted(failed.failure().phase().text(), failed.failure().timestep()))
          .endsWith("as in 1 steps before, and guidance.non-finite-limit is 1");
      assertThat(failed.steps()).hasSize(3);
      assertThat(failed.steps()).extracting(StepRecord::nonFinite).containsExactly(1L, 0L, 1L);
      assertThat(model.items(2)).isEqualTo(3);
      assertThat(model.items(3)).isEqualTo(2);

      for (int mate : new int[] {0, 2}) {
        TrialResult alone = run(new RecordingScoreModel(), List.of(batch.get(mate))).get(0);
        assertSame(results.get(mate), alone);
      }
    }
  }

  @Test
  void aLimitThatIsNotReachedLetsTheTrialGoOn() {
    TrialSpec trial = spec("b", "doomed face", GEOMETRY + "guidance.non-finite-limit = 2");
    TrialResult result =
        run(new RecordingScoreModel().breakAt("doomed", 0, 2), List.of(trial)).get(0);
    assertThat(result).isInstanceOf(TrialResult.Completed.class);
    assertThat(result.steps()).extracting(StepRecord::nonFinite).containsExactly(1L, 0L, 1L, 0L);
  }

  @Test
  void gradientsThatBreakBehindTheDenoiserAreCountedToo() {
    LatentCodec breaking =
        new LatentCodec() {
          private final ToyCodec codec = new ToyCodec(1);

          @Override
          public int factor() {
            return 1;
          }

          @Override
          public Tensor encode(Tensor images, Tensor posteriorNoise) {
            // The value is finite, the gradient of the root at 0 is not.
            Tensor root = images.sub(images.detach()).sqrt();
            return codec.encode(images.add(root), posteriorNoise);
          }

          @Override
          public Tensor decode(Tensor latents) {
            return codec.decode(latents);
          }
        };
    TrialSpec trial = spec("n", "face", GEOMETRY + "guidance.non-finite-limit = 0");
    TrialResult result =
        new Synthesis(
                Toys.models(new RecordingScoreModel(), breaking, BALL),
                SynthesisOptions.PLAIN,
                StepListener.NONE)
            .run(List.of(trial))
            .get(0);
    assertThat(result).isInstanceOf(TrialResult.Failed.class);
    assertThat(result.steps()).hasSize(1);
    assertThat(result.steps().get(0).nonFinite()).isEqualTo(3);
  }

  @Test
  void coefficientsThatRunAwayFailTheirTrial() {
    TrialSpec trial =
        spec(
            "r",
            "face",
            GEOMETRY
                + "geometry { coefficients = [1000, 1000, 1000], optimizer.weight-decay = 10, optimizer.kind = adamw, optimizer.learning-rate = 100 }");
    TrialResult.Failed failed =
        (TrialResult.Failed) run(new RecordingScoreModel(), List.of(trial)).get(0);
    assertThat(failed.failure().message())
        .contains("a coefficient reached", "standard deviations; lower");
  }

  @Test
  void whenGeometryFailsTheOthersGetTheirTexture() {
    String base = "phases = decoupled\n" + SHORT;
    List<TrialSpec> batch =
        List.of(
            spec("a", "doomed face", base + "guidance.non-finite-limit = 0"),
            spec("b", "calm face", base));
    List<TrialResult> results = run(new RecordingScoreModel().breakAt("doomed", 1), batch);
    assertThat(results.get(0)).isInstanceOf(TrialResult.Failed.class);
    assertThat(results.get(0).trial().id()).isEqualTo("a");
    assertThat(results.get(1).trial().id()).isEqualTo("b");
    assertThat(results.get(1).steps()).hasSize(8);
    assertThat(((TrialResult.Completed) results.get(1)).texture()).isNotNull();
  }

  @Test
  void repeatsItselfInFreshObjects() {
    TrialSpec trial = spec("a", "face", "phases = decoupled\n" + SHORT);
    TrialResult first = run(new RecordingScoreModel(), List.of(trial)).get(0);
    TrialResult second = run(new RecordingScoreModel(), List.of(trial)).get(0);
    assertThat(((TrialResult.Completed) second).geometry().coefficients())
        .containsExactly(((TrialResult.Completed) first).geometry().coefficients());
    assertThat(texture(second).latents()).containsExactly(texture(first).latents());
  }

  @Test
  void decoupledIsGeometryAndThenTextureOnIt() {
    TrialSpec whole = spec("a", "face", "phases = decoupled\n" + SHORT);
    TrialResult.Completed result =
        (TrialResult.Completed) run(new RecordingScoreModel(), List.of(whole)).get(0);
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    TextureOutcome apart =
        new TexturePhase(models, SynthesisOptions.PLAIN, StepListener.NONE)
            .run(List.of(whole), List.of(result.geometry().coefficients()))
            .get(0)
            .fold(
                outcome -> outcome,
                failed -> {
                  throw new AssertionError(failed.failure().message());
                });
    assertThat(apart.latents()).containsExactly(texture(result).latents());
    assertThat(apart.coefficients()).containsExactly(result.geometry().coefficients());
    assertThat(apart.albedo()).hasSize(3 * 32 * 32).isEqualTo(texture(result).albedo());
  }

  @Test
  void jointOptimisationMovesBoth() {
    TrialSpec trial = spec("a", "face", "phases = joint\n" + SHORT);
    TrialResult.Completed result =
        (TrialResult.Completed) run(new RecordingScoreModel(), List.of(trial)).get(0);
    assertThat(result.geometry().coefficients()).doesNotContain(0, 0, 0);
    assertThat(result.geometry().steps()).isEmpty();
    assertThat(texture(result).steps())
        .hasSize(4 + 4)
        .allMatch(step -> step.phase() == SynthesisPhase.JOINT)
        .allMatch(step -> step.terms().containsKey("coefficient-gradient-norm"));
  }

  @Test
  void jointOptimisationSeesItsLightFromTheFirstStep() {
    List<Object> images = new ArrayList<>();
    for (int preset : new int[] {3, 6}) {
      RecordingScoreModel model = new RecordingScoreModel();
      String light = "phases = joint, texture.light.presets = [%d]\n".formatted(preset);
      run(model, List.of(spec("a", "face", SHORT + light)));
      images.add(model.seen(0, 0).get("z"));
    }
    assertThat(images.get(0)).isNotEqualTo(images.get(1));
  }

  @Test
  void otherSeedsAndIdsDrawOtherNumbers() {
    TrialResult.Completed a = completed(new TrialSpec("a", "face", 1, settings()));
    TrialResult.Completed b = completed(new TrialSpec("a", "face", 2, settings()));
    TrialResult.Completed c = completed(new TrialSpec("c", "face", 1, settings()));
    assertThat(texture(a).latents()).isNotEqualTo(texture(b).latents());
    assertThat(texture(a).latents()).isNotEqualTo(texture(c).latents());
  }

  @Test
  void takesSnapshotsAndTellsOfStepsWithoutChangingTheResult() {
    TrialSpec trial = spec("a", "face", "phases = decoupled\n" + SHORT);
    List<String> heard = new ArrayList<>();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    TrialResult.Completed result =
        (TrialResult.Completed)
            new Synthesis(
                    models,
                    new SynthesisOptions(3, 16),
                    (who, step, steps) ->
                        heard.add(who.id() + step.phase().text() + step.step() + "/" + steps))
                .run(List.of(trial))
                .get(0);
    TrialResult plain = run(new RecordingScoreModel(), List.of(trial)).get(0);
    assertThat(texture(result).latents()).containsExactly(texture(plain).latents());
    assertThat(heard).hasSize(8).startsWith("ageometry0/4").endsWith("atexture3/4");
    assertThat(result.geometry().snapshots()).extracting(Snapshot::step).containsExactly(0, 3, 4);
    assertThat(texture(result).snapshots())
        .hasSize(3)
        .allMatch(shot -> shot.rgb().length == 3 * 16 * 16 && shot.size() == 16);
  }

  @Test
  void writesDownWhatEachStepWas() {
    TrialSpec trial =
        spec("a", "face", GEOMETRY + "geometry.l2-weight = 1, geometry.coefficients = [1]");
    RecordingScoreModel model = new RecordingScoreModel();
    StepRecord step = run(model, List.of(trial)).get(0).steps().get(0);
    assertThat(step.timestep()).isEqualTo(model.seen(0, 0).get("timestep"));
    assertThat(model.seen(0, 0).get("text")).isEqualTo("face, " + step.view() + " view");
    assertThat(step.term("l2")).isCloseTo(1, within(1e-6));
    assertThat(step.term("coefficient-learning-rate")).isEqualTo(0.05);
    assertThat(step.term("no such")).isNaN();
    assertThat(step.gradientNorm()).isPositive();
    assertThat(step.seconds()).isPositive();
    assertThat(step.nonFinite()).isZero();
  }

  @Test
  void refusesTrialsOfDifferentShapes() {
    TrialSpec a = spec("a", "face", SHORT);
    TrialSpec b = spec("b", "face", SHORT + "texture { steps = 9, depth-control = true }");
    assertThatThrownBy(() -> run(new RecordingScoreModel(), List.of(a, b)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot run trials a and b in lockstep: they differ in texture.steps (4 and 9), texture.depth-control (false and true)");
    TrialSpec c = spec("c", "face", "phases = joint");
    assertThatThrownBy(() -> run(new RecordingScoreModel(), List.of(a, c)))
        .hasMessageContaining("they differ in phases (decoupled and joint)");
    assertThatThrownBy(() -> run(new RecordingScoreModel(), List.of()))
        .hasMessage("Invalid batch: no trials (expected at least 1)");
  }

  @Test
  void geometryThatIsNotUsedDoesNotShape() {
    TrialSpec a = spec("a", "face", TEXTURE + "geometry.steps = 3");
    TrialSpec b = spec("b", "face", TEXTURE + "geometry.steps = 7");
    assertThat(Lockstep.commonKey(List.of(a, b), BatchKey::of).shape().phases())
        .isEqualTo(Phases.TEXTURE_ONLY);
  }

  @Test
  void refusesAllThatItsModelsLackAtOnce() {
    ScoreDistillation bare = new ToyScoreModel();
    SynthesisModels models = Toys.models(new Bare(bare), new ToyCodec(16), BALL);
    TrialSpec a =
        spec(
            "a",
            "face",
            "geometry.coefficients = [1, 2, 3, 4], texture { depth-control = true, prior = canny, init-texture = nowhere.png, resolution = 40 }");
    assertThatThrownBy(() -> synthesis(models).run(List.of(a)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot run the batch: trial a: Invalid geometry.coefficients: 4 values (expected at most 3, as test:ball has)")
        .hasMessageContaining(
            "Invalid texture.resolution: 40 (expected a multiple of 16, the VAE's factor)")
        .hasMessageContaining(
            "Cannot use texture.depth-control = true: models.depth-controlnet is not loaded")
        .hasMessageContaining(
            "Cannot use texture.prior = canny-controlnet: models.texture-controlnet is not loaded")
        .hasMessageContaining("Cannot read texture image nowhere.png");
    TrialSpec b = spec("b", "face", "texture { prior = texture-unet, prior-yuv = true }");
    assertThatThrownBy(() -> synthesis(models).run(List.of(b)))
        .hasMessageContaining(
            "Cannot use texture.prior = texture-unet: models.texture-unet is not loaded")
        .hasMessageContaining(
            "Cannot use texture.prior-yuv = true: models.texture-unet-yuv is not loaded");
  }

  @Test
  void refusesToTextureAFaceWithoutUvs() {
    float[] vertices = {0, 0, 0, 1, 0, 0, 0, 1, 0};
    TriangleMesh mesh = new TriangleMesh(vertices, new int[] {0, 1, 2}, new float[0], new int[0]);
    FaceModel face = FaceModel.builder("test:bare", mesh).identity("x", new float[9]).build();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), face);
    assertThatThrownBy(() -> synthesis(models).run(List.of(spec("a", "face", SHORT))))
        .hasMessageContaining(
            "Cannot texture test:bare: it has no texture coordinates (use phases = geometry-only)");
  }

  @Test
  void refusesTexturesThatTheLayoutDoesNotAllow() {
    float[] vertices = {0, 0, 0, 1, 0, 0, 0, 1, 0};
    int[] faces = {0, 1, 2};
    float[] uvs = {0, 0, 0.4f, 0, 0, 1};
    TrialSpec symmetric = spec("a", "face", SHORT + "texture.symmetry-weight = 1");
    assertThatThrownBy(
            () ->
                synthesis(withLayout(new TriangleMesh(vertices, faces, uvs, faces)))
                    .run(List.of(symmetric)))
        .hasMessageContaining(
            "Invalid texture.symmetry-weight: 1.0 (expected 0, as the texture coordinates of test:layout do not mirror at u = 1/2)");
    float[] tiles = {0, 0, 1.4f, 0, 0, 1};
    assertThatThrownBy(
            () ->
                synthesis(withLayout(new TriangleMesh(vertices, faces, tiles, faces)))
                    .run(List.of(spec("a", "face", SHORT))))
        .hasMessageContaining(
            "Cannot texture test:layout: its texture coordinates lie in several tiles (expected 0 to 1)");
  }

  private static SynthesisModels withLayout(TriangleMesh mesh) {
    FaceModel face = FaceModel.builder("test:layout", mesh).identity("x", new float[9]).build();
    return Toys.models(new RecordingScoreModel(), new ToyCodec(1), face);
  }

  @Test
  void refusesCoefficientsThatDoNotFit() {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    TexturePhase phase = new TexturePhase(models, SynthesisOptions.PLAIN, StepListener.NONE);
    List<TrialSpec> batch = List.of(spec("a", "face", SHORT));
    assertThatThrownBy(() -> phase.run(batch, List.of()))
        .hasMessage("Invalid coefficients: of 0 trials (expected 1)");
    assertThatThrownBy(() -> phase.run(batch, List.of(new float[1])))
        .hasMessage("Invalid coefficients of trial a: 1 values (expected 3)");
  }

  @Test
  void refusesBlankNamesAndOddOptions() {
    assertThatThrownBy(() -> new TrialSpec(" ", "face", 0, settings()))
        .hasMessage("Invalid trial id: blank (expected text)");
    assertThatThrownBy(() -> new TrialSpec("a", "", 0, settings()))
        .hasMessage("Invalid prompt: blank (expected text)");
    assertThatThrownBy(() -> new SynthesisOptions(-1, 64))
        .hasMessage("Invalid snapshot interval: -1 (expected 0 or more)");
    assertThatThrownBy(() -> new SynthesisOptions(1, 4))
        .hasMessage("Invalid snapshot size: 4 (expected at least 8 pixels)");
  }

  /** Without ControlNets. */
  private record Bare(ScoreDistillation model) implements ScoreDistillation {
    @Override
    public int timesteps() {
      return model.timesteps();
    }

    @Override
    public boolean has(ModelRole role) {
      return false;
    }

    @Override
    public Tensor embed(String text) {
      return model.embed(text);
    }

    @Override
    public DistillationResult gradient(DistillationQuery request) {
      return model.gradient(request);
    }
  }

  private static TrialSettings settings() {
    return Toys.trial("x", 0, "phases = decoupled\n" + SHORT).settings();
  }

  private static TrialSpec spec(String id, String prompt, String settings) {
    return new TrialSpec(id, prompt, 7, Toys.trial(id, 7, settings).settings());
  }

  private static Synthesis synthesis(SynthesisModels models) {
    return new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE);
  }

  private static List<TrialResult> run(RecordingScoreModel model, List<TrialSpec> batch) {
    return synthesis(Toys.models(model, new ToyCodec(1), BALL)).run(batch);
  }

  private static TrialResult.Completed completed(TrialSpec trial) {
    return (TrialResult.Completed) run(new RecordingScoreModel(), List.of(trial)).get(0);
  }

  private static TextureOutcome texture(TrialResult result) {
    TextureOutcome texture = ((TrialResult.Completed) result).texture();
    assertThat(texture).isNotNull();
    return Objects.requireNonNull(texture);
  }

  private static void assertSame(TrialResult actual, TrialResult expected) {
    TrialResult.Completed a = (TrialResult.Completed) actual;
    TrialResult.Completed b = (TrialResult.Completed) expected;
    assertThat(a.geometry().coefficients())
        .containsExactly(b.geometry().coefficients(), within(1e-4f));
    if (a.texture() != null) {
      assertThat(texture(a).latents()).containsExactly(texture(b).latents(), within(1e-4f));
    }
  }
}
