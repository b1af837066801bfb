import { useMemo } from "preact/hooks";
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { t } from "../kit/i18n";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { roomShown } from "../housekeeping/board";

export function RoomsSum() {
  const box = useBox();
  const sum = useMemo(() => stable(() => {
    const rooms = box.store.shelf("rooms").all();
    return { count: rooms.length, dirty: rooms.filter((room) => roomShown(box, room).state === ResourceState.DIRTY).length };
  }), [box]);
  return <>{sum.value.count > 0 ? t("rooms.sum", sum.value) : ""}</>;
}
