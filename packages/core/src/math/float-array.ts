/** Where vectors, quaternions and matrices live: flat, packed, no objects. Sums are in double precision whatever the store. */
export type FloatArray = Float32Array | Float64Array;
