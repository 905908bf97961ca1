import type { Context } from '../../platform/context.ts';

/** What a classifier read in a report's text; without a kind it was undecided. */
export interface KeptReading {
  readonly reportId: string;
  readonly kind?: string;
  readonly probability01?: number;
  readonly fraud01: number | undefined;
  readonly modelVersion: string;
}

/** Keeps what was read in reports; of a report that was read before, what is read now. */
export async function keepReadings(tx: Context, readings: readonly KeptReading[]): Promise<void> {
  if (readings.length === 0) return;
  const at = tx.now();
  await tx.db
    .insertInto('report_reading')
    .values(
      readings.map(({ reportId, kind, probability01, fraud01, modelVersion }) => ({
        report_id: reportId,
        agency_id: tx.agencyId,
        kind: kind ?? null,
        probability01: probability01 ?? null,
        fraud01: fraud01 ?? null,
        model_version: modelVersion,
        read_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('report_id').doUpdateSet((read) => ({
        kind: read.ref('excluded.kind'),
        probability01: read.ref('excluded.probability01'),
        fraud01: read.ref('excluded.fraud01'),
        model_version: read.ref('excluded.model_version'),
        read_at: read.ref('excluded.read_at'),
      })),
    )
    .execute();
}
