import type { InputOf, Shape } from "../../json-api/input.ts";
import * as jsonApi from "../../json-api/operation.ts";
import type { Service } from "../service.ts";

/** Operations of the user pools by name. */
export type Operations = jsonApi.Operations<Service>;

/** Ties an operation of the user pools to the shape of its input. */
export const operation: <S extends Shape>(
  input: S,
  run: (service: Service, input: InputOf<S>) => jsonApi.Output | Promise<jsonApi.Output>,
) => jsonApi.Operation<Service> = jsonApi.operation;
