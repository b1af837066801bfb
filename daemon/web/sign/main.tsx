import { render } from "preact";
import { SignBox } from "./box";
import { LobbySign } from "./lobby";
import { sizesFor } from "./sizes";

const box = new SignBox();
box.start();
render(<LobbySign box={box} sizes={sizesFor(new URLSearchParams(location.search))} />, document.getElementById("app")!);
