/** Classes of FaceSweep's, placed here because DJL's native methods are package-private. */
package ai.djl.pytorch.jni;
