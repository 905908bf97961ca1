/** Rarities of grams are kept in one byte each, in these steps; a model learns from the rounded ones it is read with. */
export const rarityStep = 0.05;
